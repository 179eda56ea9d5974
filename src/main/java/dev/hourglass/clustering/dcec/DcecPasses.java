package dev.hourglass.clustering.dcec;

import dev.hourglass.dataset.Split;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.ClusteringReplica;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.averaging.AveragingRounds;
import dev.hourglass.training.averaging.RoundResult;
import dev.hourglass.training.averaging.ShardPlacement;
import dev.hourglass.training.averaging.Stretch;
import dev.hourglass.training.averaging.TrainingState;
import dev.hourglass.training.averaging.TrainingState.Position;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The passes of one {@link DcecTraining}, from first to last. */
final class DcecPasses implements AutoCloseable {
    private final DcecTraining training;
    private final DcecSettings settings;
    private final JavaSparkContext spark;
    private final ShardPlacement placement;
    private final Broadcast<Memberships> memberships;
    private final AveragingRounds<DcecShard> rounds;

    /** Knows where in a vector the centres are. */
    private final ClusteringReplica replica;

    private final TrainingListener listener;
    private TrainingState state;

    /** Of the pass under way; null before the first. */
    private Broadcast<Reference> reference;

    DcecPasses(
            DcecTraining training,
            JavaSparkContext spark,
            ShardPlacement placement,
            Broadcast<Memberships> memberships,
            AveragingRounds<DcecShard> rounds,
            ClusteringReplica replica,
            TrainingListener listener) {
        this.training = training;
        this.settings = training.settings();
        this.spark = spark;
        this.placement = placement;
        this.memberships = memberships;
        this.rounds = rounds;
        this.replica = replica;
        this.listener = listener;
    }

    /** Trains from a state at the beginning of a pass to the end. */
    DcecResult run(TrainingState start) {
        state = start;
        listener.started(
                (long) settings.maxSteps() * settings.batch(),
                state.position().examples(),
                state.position().rounds());
        Refresh refresh = refresh();
        boolean converged = false;
        while (!converged && state.position().steps() < each(settings.maxSteps())) {
            // Not after the last pass: who went on from there would not know that it was the last.
            if (state != start) {
                training.checkpoints().offer(state);
            }
            pass(refresh.frequencies());
            refresh = refresh();
            listener.notice(
                    "pass %d: %.2f %% of the rows have changed their cluster"
                            .formatted(state.position().epochs().size(), 100 * refresh.change()));
            converged = refresh.change() < settings.tolerance();
        }
        return new DcecResult(
                replica.autoencoder(state.vector()),
                replica.centres(state.vector()),
                state.position().epochs(),
                refresh.change(),
                converged);
    }

    /** Makes the state that of the memberships, and compares them with those before. */
    private Refresh refresh() {
        Broadcast<Reference> now =
                spark.broadcast(
                        new Reference(
                                state.position().epochs().size(),
                                replica.autoencoder(state.vector()),
                                replica.centres(state.vector())));
        Refresh refresh = Refresh.run(placement.rdd(), memberships, reference, now);
        training.dataset().requireRows(refresh.rows(), Split.TRAIN);
        close();
        reference = now;
        return refresh;
    }

    private void pass(double[] frequencies) {
        long end =
                Math.min(
                        state.position().steps() + each(settings.refreshSteps()),
                        each(settings.maxSteps()));
        while (state.position().steps() < end) {
            int from = Math.toIntExact(state.position().steps());
            round(frequencies, from, (int) Math.min(end, (long) from + settings.localSteps()));
        }
        EpochMetrics metrics = state.position().metrics(null, null);
        state = new TrainingState(state.position().after(metrics, 0), state.vector(), null, null);
        listener.epoch(metrics);
    }

    private void round(double[] frequencies, int from, int to) {
        double[] rates = new double[to - from];
        Arrays.fill(rates, settings.learningRate());
        Broadcast<Reference> current = reference;
        JavaRDD<DcecShard> shards =
                placement.rdd().map(index -> new DcecShard(index, current, frequencies));
        Stretch stretch = new Stretch(state.position().epoch(), from, to, from, rates);
        RoundResult result = rounds.run(shards, stretch, state.vector());
        requireSoundness(result);
        placement.remember(result);
        VectorPool.giveBack(state.vector());
        Position now = state.position().after(result, 0, to);
        state = new TrainingState(now, result.mean(), null, null);
        listener.round(
                result.metrics(
                        now.rounds(),
                        now.epoch(),
                        settings.learningRate(),
                        spark.defaultParallelism()));
    }

    /** A worker's share of minibatches. */
    private int each(int steps) {
        return Math.max(1, Math.round((float) steps / placement.shards()));
    }

    private void requireSoundness(RoundResult result) {
        if (!Double.isFinite(result.meanLoss()) || !result.average().finite()) {
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    "The loss is no longer a number",
                    "pass %d, round %d"
                            .formatted(state.position().epoch(), state.position().rounds() + 1),
                    "lower cluster.dcec.learning-rate (it was %s) or cluster.dcec.gamma"
                            .formatted(settings.learningRate()));
        }
    }

    @Override
    public void close() {
        if (reference != null) {
            reference.destroy();
        }
    }
}
