package dev.hourglass.training.averaging;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.TrainingReplica;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.HeldOut;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.averaging.TrainingState.Position;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** The rounds and epochs of one training, from first to last. */
final class TrainingLoop {
    private static final int MOST_LOCAL_STEPS = 10_000;

    /** A loss that is so many times the first round's will not come back. */
    private static final double EXPLODED = 100;

    private final TrainingSettings settings;
    private final long rows;
    private final int largest;
    private final LearningRate rate;
    private final int parameters;
    private final HeldOut heldOut;
    private final Checkpoints checkpoints;
    private final TrainingListener listener;
    private final OuterStep outer;
    private TrainingState state;

    /**
     * @param sizes of the shards
     * @param checkpoints null where none are written
     */
    TrainingLoop(
            TrainingPlan plan,
            List<Integer> sizes,
            AutoencoderWorker.Recipe recipe,
            HeldOut heldOut,
            Checkpoints checkpoints,
            TrainingListener listener) {
        settings = plan.settings();
        rows = sizes.stream().mapToLong(size -> size).sum();
        largest = Collections.max(sizes);
        int batch = settings.batch();
        long stepsPerEpoch = (largest + batch - 1L) / batch;
        rate =
                new LearningRate(
                        settings.learningRate(),
                        settings.schedule(),
                        stepsPerEpoch,
                        stepsPerEpoch * settings.epochs());
        this.heldOut = heldOut;
        this.checkpoints = checkpoints;
        this.listener = listener;
        outer = settings.averaging().hasOuterStep() ? new OuterStep(settings.averaging()) : null;
        try (TrainingReplica replica = recipe.replica()) {
            parameters = replica.parameters();
            float[] vector = new float[replica.length()];
            replica.store(vector);
            state =
                    new TrainingState(
                            Position.START,
                            vector,
                            outer == null ? null : new float[parameters],
                            null);
        }
    }

    /** Goes on from a checkpoint of this training instead of the beginning. */
    void goOnFrom(TrainingState checkpoint) {
        state = checkpoint;
    }

    /**
     * Trains to the end.
     *
     * @param round runs one from its stretch and the common start
     * @param cores of all executors, by which the time of computing is told from that of averaging
     */
    TrainingResult run(BiFunction<Stretch, float[], RoundResult> round, int cores) {
        listener.started(
                rows * settings.epochs(), state.position().examples(), state.position().rounds());
        while (!isDone()) {
            Stretch stretch = next();
            RoundResult result = round.apply(stretch, state.vector());
            requireSoundness(stretch, result);
            take(stretch, result, cores);
            if (stretch.to() == largest) {
                endEpoch();
            }
            if (checkpoints != null) {
                checkpoints.offer(state);
            }
        }
        Position end = state.position();
        boolean best = state.best() != null;
        return new TrainingResult(
                best ? state.best() : parameters(),
                end.epochs(),
                best ? end.bestEpoch() : end.epochs().size());
    }

    private boolean isDone() {
        Position now = state.position();
        Integer patience = settings.earlyStopping().patience();
        int waited = now.epochs().size() - now.bestEpoch();
        return now.epoch() > settings.epochs() || patience != null && waited >= patience;
    }

    /** The next round's part of the epoch under way. */
    private Stretch next() {
        Position now = state.position();
        long examples = (long) localSteps() * settings.batch();
        int to = (int) Math.min(largest, now.place() + examples);
        double[] rates = new double[(to - now.place() + settings.batch() - 1) / settings.batch()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = rate.at(now.steps() + i + 1);
        }
        return new Stretch(now.epoch(), now.place(), to, now.steps(), rates);
    }

    private int localSteps() {
        Position now = state.position();
        if (now.rounds() < settings.averaging().warmUpRounds()) {
            return 1;
        }
        Integer growth = settings.averaging().growthEpochs();
        int doublings = growth == null ? 0 : Math.min(14, (now.epoch() - 1) / growth);
        return Math.min(MOST_LOCAL_STEPS, settings.localSteps() << doublings);
    }

    private void take(Stretch stretch, RoundResult result, int cores) {
        Position before = state.position();
        float[] mean = result.mean();
        if (outer != null) {
            outer.apply(state.vector(), mean, state.velocity());
        }
        Position now = before.after(result, stretch.to(), before.steps() + stretch.rates().length);
        VectorPool.giveBack(state.vector());
        state = new TrainingState(now, mean, state.velocity(), state.best());
        listener.round(result.metrics(now.rounds(), now.epoch(), lastRate(stretch), cores));
    }

    private void endEpoch() {
        Position now = state.position();
        if (now.epochExamples() != rows) {
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    now.epochExamples() + " of " + rows + " examples were trained",
                    "epoch " + now.epoch(),
                    "run the job again; if it happens again, report it with the run's logs");
        }
        float[] trained = parameters();
        Double loss = heldOut.measure(trained);
        EpochMetrics metrics = now.metrics(loss, heldOut.name());
        boolean gain = settings.earlyStopping().patience() != null && isGain(loss);
        Position next = now.after(metrics, gain ? now.epoch() : now.bestEpoch());
        state =
                new TrainingState(
                        next, state.vector(), state.velocity(), gain ? trained : state.best());
        listener.epoch(metrics);
    }

    private boolean isGain(double loss) {
        Position now = state.position();
        if (now.bestEpoch() == 0) {
            return Double.isFinite(loss);
        }
        double best = now.epochs().get(now.bestEpoch() - 1).heldOutLoss();
        return loss < best * (1 - settings.earlyStopping().minimumGain());
    }

    /** A round that went wrong is not taken over: the state before it is kept. */
    private void requireSoundness(Stretch stretch, RoundResult result) {
        Position now = state.position();
        double loss = result.meanLoss();
        boolean exploded = now.rounds() > 0 && loss > EXPLODED * now.firstLoss();
        if (Double.isFinite(loss) && result.average().finite() && !exploded) {
            return;
        }
        String kept =
                checkpoints == null || now.rounds() == 0
                        ? ""
                        : "; the state before it is kept in " + checkpoints.write(state);
        throw new HourglassException(
                ErrorCode.TRAINING_FAILED,
                exploded
                        ? "The loss has exploded: "
                                + loss
                                + ", "
                                + now.firstLoss()
                                + " in the first round"
                        : "The loss is no longer a number",
                "epoch " + stretch.epoch() + ", round " + (now.rounds() + 1) + kept,
                "lower training.learning-rate (it was "
                        + lastRate(stretch)
                        + "), set training.clip-norm, or network.normalisation=standardise");
    }

    private static double lastRate(Stretch stretch) {
        return stretch.rates()[stretch.rates().length - 1];
    }

    private float[] parameters() {
        return Arrays.copyOf(state.vector(), parameters);
    }
}
