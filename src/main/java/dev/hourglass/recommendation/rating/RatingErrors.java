package dev.hourglass.recommendation.rating;

import dev.hourglass.recommendation.Estimate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How far predictions are from ratings.
 *
 * @param rmse root of the mean squared error
 * @param mae mean of the absolute error
 */
public record RatingErrors(Estimate rmse, Estimate mae) {
    private static final int RESAMPLES = 1000;

    /** Quantiles of the 95 % interval among so many. */
    private static final int LOW = 25;

    private static final int HIGH = 974;

    /**
     * Of the pairs whose ratings are known, with intervals of a bootstrap over their users, whose
     * errors belong together.
     *
     * @param predicted by pair
     */
    public static RatingErrors of(List<AskedPair> pairs, float[] predicted, long seed) {
        Map<String, double[]> users = new LinkedHashMap<>();
        for (int i = 0; i < predicted.length; i++) {
            Float rating = pairs.get(i).rating();
            if (rating != null) {
                double error = predicted[i] - rating;
                double[] sums = users.computeIfAbsent(pairs.get(i).user(), none -> new double[3]);
                sums[0] += error * error;
                sums[1] += Math.abs(error);
                sums[2]++;
            }
        }
        double[][] sums = users.values().toArray(double[][]::new);
        double[] rmse = new double[RESAMPLES];
        double[] mae = new double[RESAMPLES];
        Random random = new Random(seed);
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double[] total = new double[3];
            for (int i = 0; i < sums.length; i++) {
                add(total, sums[random.nextInt(sums.length)]);
            }
            rmse[resample] = Math.sqrt(total[0] / total[2]);
            mae[resample] = total[1] / total[2];
        }
        double[] total = new double[3];
        for (double[] user : sums) {
            add(total, user);
        }
        return new RatingErrors(
                estimate(Math.sqrt(total[0] / total[2]), rmse), estimate(total[1] / total[2], mae));
    }

    private static void add(double[] total, double[] user) {
        for (int i = 0; i < total.length; i++) {
            total[i] += user[i];
        }
    }

    private static Estimate estimate(double value, double[] resampled) {
        Arrays.sort(resampled);
        return new Estimate(value, resampled[LOW], resampled[HIGH]);
    }
}
