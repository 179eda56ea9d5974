package dev.hourglass.training;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.network.optimizer.Nesterov;
import dev.hourglass.network.optimizer.Sgd;
import dev.hourglass.network.optimizer.UpdateRule;
import java.io.Serializable;

/**
 * The {@code training} section.
 *
 * @param master who averages
 * @param epochs passes over the train split
 * @param batch examples of a worker's minibatch
 * @param optimizer of each worker
 * @param learningRate its step size before the schedule
 * @param momentum of {@code nesterov}
 * @param weightDecay of {@code adamw}
 * @param clipNorm longest gradient of a minibatch (L2 norm); null for no limit
 * @param schedule of the learning rate
 * @param localSteps minibatches a worker trains between two averagings
 * @param averaging how the workers' results become one
 * @param earlyStopping when training ends before its last epoch
 */
public record TrainingSettings(
        Master master,
        int epochs,
        int batch,
        OptimizerName optimizer,
        double learningRate,
        double momentum,
        double weightDecay,
        Double clipNorm,
        Schedule schedule,
        int localSteps,
        Averaging averaging,
        EarlyStopping earlyStopping)
        implements Serializable {
    /** {@code training.master}. */
    public enum Master {
        HOURGLASS,
        DL4J
    }

    /** {@code training.optimizer}. */
    public enum OptimizerName {
        ADAM,
        ADAMW,
        NESTEROV,
        SGD
    }

    public TrainingSettings {
        Require.range("training.epochs", epochs, 1, 100_000);
        Require.range("training.batch", batch, 1, 65_536);
        Require.range(
                learningRate > 0 && learningRate <= 10,
                "training.learning-rate",
                learningRate,
                "a number above 0, to 10");
        Require.range(
                momentum >= 0 && momentum < 1,
                "training.momentum",
                momentum,
                "a number from 0, below 1");
        Require.range("training.weight-decay", weightDecay, 0, 1);
        if (clipNorm != null) {
            Require.range(
                    clipNorm > 0 && clipNorm < Double.POSITIVE_INFINITY,
                    "training.clip-norm",
                    clipNorm,
                    "a number above 0, or null for no limit");
        }
        Require.range("training.local-steps", localSteps, 1, 10_000);
        if (weightDecay > 0 && optimizer != OptimizerName.ADAMW) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Only adamw decays weights",
                    "training.weight-decay = " + weightDecay,
                    "set training.optimizer=adamw, or leave training.weight-decay at 0");
        }
    }

    /** What the optimizer does with a gradient. */
    public UpdateRule rule() {
        return switch (optimizer) {
            case ADAM -> new Adam(0);
            case ADAMW -> new Adam(weightDecay);
            case NESTEROV -> new Nesterov(momentum);
            case SGD -> new Sgd();
        };
    }

    /** The longest gradient, infinity for no limit. */
    public double longestGradient() {
        return clipNorm == null ? Double.POSITIVE_INFINITY : clipNorm;
    }

    /**
     * The {@code training.schedule} section: what the learning rate is multiplied by.
     *
     * @param shape after the warm-up
     * @param warmUpSteps steps over which the rate rises from 0, in a straight line
     * @param stepEpochs of {@code step}: between two steps
     * @param stepFactor of {@code step}: at each
     * @param end of {@code cosine}: at the last step of training
     */
    public record Schedule(
            Shape shape, int warmUpSteps, int stepEpochs, double stepFactor, double end)
            implements Serializable {
        /** {@code training.schedule.shape}. */
        public enum Shape {
            CONSTANT,
            STEP,
            COSINE
        }

        public Schedule {
            Require.range("training.schedule.warm-up-steps", warmUpSteps, 0, 1_000_000_000);
            Require.range("training.schedule.step-epochs", stepEpochs, 1, 100_000);
            Require.range(
                    stepFactor > 0 && stepFactor <= 1,
                    "training.schedule.step-factor",
                    stepFactor,
                    "a number above 0, to 1");
            Require.range("training.schedule.end", end, 0, 1);
        }
    }

    /**
     * The {@code training.averaging} section.
     *
     * @param warmUpRounds rounds of one local step at the start
     * @param growthEpochs epochs after which local-steps doubles, again and again; null for never
     * @param outerRate how far the common parameters go towards the workers' mean
     * @param outerMomentum Nesterov's momentum of that step
     */
    public record Averaging(
            int warmUpRounds, Integer growthEpochs, double outerRate, double outerMomentum)
            implements Serializable {
        public Averaging {
            Require.range("training.averaging.warm-up-rounds", warmUpRounds, 0, 1_000_000);
            if (growthEpochs != null) {
                Require.range("training.averaging.growth-epochs", growthEpochs, 1, 100_000);
            }
            Require.range(
                    outerRate > 0 && outerRate <= 2,
                    "training.averaging.outer-rate",
                    outerRate,
                    "a number above 0, to 2");
            Require.range(
                    outerMomentum >= 0 && outerMomentum < 1,
                    "training.averaging.outer-momentum",
                    outerMomentum,
                    "a number from 0, below 1");
        }

        /** Whether the common parameters are more than the workers' mean. */
        public boolean hasOuterStep() {
            return outerRate != 1 || outerMomentum != 0;
        }
    }

    /**
     * The {@code training.early-stopping} section.
     *
     * @param patience epochs without a gain after which training ends; null for never
     * @param minimumGain share of the best validation loss by which a loss must be lower to count
     */
    public record EarlyStopping(Integer patience, double minimumGain) implements Serializable {
        public EarlyStopping {
            if (patience != null) {
                Require.range("training.early-stopping.patience", patience, 1, 100_000);
            }
            Require.range("training.early-stopping.minimum-gain", minimumGain, 0, 1);
        }
    }
}
