package dev.hourglass.training.averaging;

import dev.hourglass.training.RoundMetrics;
import java.util.List;

/**
 * What one round made.
 *
 * @param average of the workers' vectors, weighted by their examples
 * @param contributions of the workers in shard order, without their vectors
 * @param seconds of the whole round
 */
public record RoundResult(WeightedMean average, List<Contribution> contributions, double seconds) {
    /** A worker that takes this many times the median worker's time is a straggler. */
    private static final double STRAGGLER = 1.5;

    /** The averaged vector. */
    public float[] mean() {
        return average.values();
    }

    /** Of all workers. */
    public long examples() {
        return contributions.stream().mapToLong(Contribution::examples).sum();
    }

    /** Sum over the examples of their losses, in shard order. */
    public double loss() {
        double sum = 0;
        for (Contribution contribution : contributions) {
            sum += contribution.loss();
        }
        return sum;
    }

    /** Of an example. */
    public double meanLoss() {
        return loss() / examples();
    }

    /**
     * Its figures.
     *
     * @param round from 1
     * @param rate of the last step
     * @param cores of all executors, by which the time of computing is told from that of averaging
     */
    public RoundMetrics metrics(int round, int epoch, double rate, int cores) {
        double compute = Math.min(seconds, computeSeconds(cores));
        return new RoundMetrics(
                round,
                epoch,
                examples(),
                meanLoss(),
                rate,
                seconds,
                compute,
                seconds - compute,
                bytes(),
                stragglers());
    }

    /**
     * The time in which {@code cores} cores do nothing but what the workers did.
     *
     * @return seconds
     */
    private double computeSeconds(int cores) {
        double sum = contributions.stream().mapToDouble(Contribution::seconds).sum();
        double longest = contributions.stream().mapToDouble(Contribution::seconds).max().orElse(0);
        return Math.max(longest, sum / Math.min(cores, contributions.size()));
    }

    /** What was sent to the workers and came back from them. Bytes. */
    private long bytes() {
        long workers = contributions.stream().filter(c -> c.examples() > 0).count();
        return 2 * workers * mean().length * Float.BYTES;
    }

    /** How many workers took half as long again as the median worker. */
    private int stragglers() {
        double[] sorted =
                contributions.stream()
                        .filter(c -> c.examples() > 0)
                        .mapToDouble(Contribution::seconds)
                        .sorted()
                        .toArray();
        double median = sorted[(sorted.length - 1) / 2];
        int count = 0;
        for (double seconds : sorted) {
            if (seconds > STRAGGLER * median) {
                count++;
            }
        }
        return count;
    }
}
