package dev.hourglass.reproduce;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure that was measured several times.
 *
 * @param mean of the runs
 * @param sd their standard deviation, of a sample; 0 for a single run
 * @param runs in the order in which they were made
 */
record Sampled(double mean, double sd, List<Double> runs) {
    static Sampled of(List<Double> runs) {
        double[] values = runs.stream().mapToDouble(Double::doubleValue).toArray();
        double sd = values.length == 1 ? 0 : Math.sqrt(StatUtils.variance(values));
        return new Sampled(
                rounded(StatUtils.mean(values)),
                rounded(sd),
                runs.stream().map(Sampled::rounded).toList());
    }

    private static double rounded(double value) {
        return Math.round(1e4 * value) / 1e4;
    }
}
