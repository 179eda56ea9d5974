package dev.hourglass.recommendation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Sums over users, from which their measures' means and intervals follow. A Poisson bootstrap
 * (Chamandy et al. 2012): in each resample a user counts as often as a draw from Poisson(1) says,
 * which depends on the seed, the user's id and the resample only, so that no user has to be kept.
 *
 * <p>Measures are summed as whole multiples of 2⁻³², which has no rounding that the order of users
 * could change.
 */
final class RankingTotals implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int RESAMPLES = 1_000;
    private static final double UNIT = 0x1p-32;

    /** How far down a list items count for coverage and novelty. */
    private static final int SHOWN = 20;

    /** Half of what the interval of 95 % leaves out, in per cent. */
    private static final double TAIL = 2.5;

    /** Probabilities of at most 0, 1, 2, … under Poisson(1), up to where they round to 1. */
    private static final double[] POISSON = poisson();

    private final long seed;
    private long users;

    /** By measure. */
    private final long[] sums = new long[RankingMeasures.NAMES.size()];

    /** By resample: how many users there are in it. */
    private final long[] resampledUsers = new long[RESAMPLES];

    /** By measure and resample. */
    private final long[][] resampledSums = new long[sums.length][RESAMPLES];

    /** By item: lists that show it. */
    private final long[] shown;

    RankingTotals(int items, long seed) {
        this.seed = seed;
        shown = new long[items];
    }

    RankingTotals add(RankedList list) {
        HeldOutUser user = list.user();
        double[] measures = RankingMeasures.of(list.items(), user.targets());
        long[] units = Arrays.stream(measures).mapToLong(m -> Math.round(m / UNIT)).toArray();
        users++;
        addTo(sums, units);
        for (int i = 0; i < Math.min(SHOWN, list.items().length); i++) {
            shown[list.items()[i]]++;
        }
        // Not the stream that divided the user's items.
        SplittableRandom random = UserRandom.of(seed, user.foldIn().user()).split();
        for (int resample = 0; resample < RESAMPLES; resample++) {
            int weight = weight(random.nextDouble());
            resampledUsers[resample] += weight;
            for (int measure = 0; measure < units.length; measure++) {
                resampledSums[measure][resample] += weight * units[measure];
            }
        }
        return this;
    }

    RankingTotals merge(RankingTotals other) {
        users += other.users;
        addTo(sums, other.sums);
        addTo(resampledUsers, other.resampledUsers);
        for (int measure = 0; measure < sums.length; measure++) {
            addTo(resampledSums[measure], other.resampledSums[measure]);
        }
        addTo(shown, other.shown);
        return this;
    }

    long users() {
        return users;
    }

    /** The measures by name, of at least one user. */
    Map<String, Estimate> measures() {
        Map<String, Estimate> measures = new LinkedHashMap<>();
        for (int measure = 0; measure < sums.length; measure++) {
            measures.put(RankingMeasures.NAMES.get(measure), estimate(measure));
        }
        return measures;
    }

    /** The share of known items that any list shows. */
    double coverage(ItemCounts counts) {
        return (double) Arrays.stream(shown).filter(lists -> lists > 0).count() / counts.known();
    }

    /** Mean self-information of the items that lists show, in bits. */
    double novelty(ItemCounts counts) {
        double sum = 0;
        for (int item = 0; item < shown.length; item++) {
            sum += shown[item] > 0 ? shown[item] * counts.selfInformation(item) : 0;
        }
        return sum / Arrays.stream(shown).sum();
    }

    private Estimate estimate(int measure) {
        double mean = sums[measure] * UNIT / users;
        // Of a handful of users, a resample may have none.
        double[] means =
                IntStream.range(0, RESAMPLES)
                        .filter(resample -> resampledUsers[resample] > 0)
                        .mapToDouble(
                                resample ->
                                        resampledSums[measure][resample]
                                                * UNIT
                                                / resampledUsers[resample])
                        .toArray();
        Percentile percentile = new Percentile();
        percentile.setData(means);
        return new Estimate(mean, percentile.evaluate(TAIL), percentile.evaluate(100 - TAIL));
    }

    private static void addTo(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
    }

    private static int weight(double uniform) {
        int weight = 0;
        while (weight < POISSON.length && uniform >= POISSON[weight]) {
            weight++;
        }
        return weight;
    }

    private static double[] poisson() {
        double[] cumulative = new double[18];
        double probability = Math.exp(-1);
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += probability;
            cumulative[i] = sum;
            probability /= i + 1;
        }
        return cumulative;
    }
}
