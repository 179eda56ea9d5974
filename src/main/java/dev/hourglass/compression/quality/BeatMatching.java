package dev.hourglass.compression.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The beats of a signal held against those found in another one, its reconstruction for instance.
 * Beats are paired one to one, nearest first, if they are no further apart than a tolerance: 150 ms
 * to judge a detector by annotations (ANSI/AAMI EC57), less to compare what one detector finds in
 * two signals.
 */
public final class BeatMatching {
    /** The type of a beat that no annotation is near. */
    public static final String NOT_ANNOTATED = "";

    /** How far an annotation may be from the beat that it names. Seconds, of EC57. */
    private static final double ANNOTATION_TOLERANCE = 0.15;

    private final long[] beats;
    private final boolean[] paired;
    private final double frequency;
    private final int matched;
    private final int added;
    private final double meanOffset;
    private final double maximumOffset;

    /**
     * Beats of one type.
     *
     * @param matched those found in the other signal
     * @param all those in the first signal
     */
    public record TypeCount(int matched, int all) {
        private TypeCount plus(boolean found) {
            return new TypeCount(matched + (found ? 1 : 0), all + 1);
        }
    }

    /** Two beats that may be the same one. */
    private record Pair(int beat, int other, long offset) {}

    private BeatMatching(
            long[] beats, boolean[] paired, double frequency, int others, List<Pair> pairs) {
        this.beats = beats;
        this.paired = paired;
        this.frequency = frequency;
        this.matched = pairs.size();
        this.added = others - pairs.size();
        double millisecond = frequency / 1000;
        this.meanOffset =
                pairs.stream().mapToLong(Pair::offset).average().orElse(Double.NaN) / millisecond;
        this.maximumOffset = pairs.stream().mapToLong(Pair::offset).max().orElse(0) / millisecond;
    }

    /**
     * Pairs the beats of two signals.
     *
     * @param beats R peaks of the first signal as numbers of samples, ascending
     * @param others R peaks of the second, ascending
     * @param frequency samples a second, Hz
     * @param tolerance how far apart the peaks of a pair may be, seconds
     * @throws IllegalArgumentException where peaks do not ascend
     */
    public static BeatMatching of(long[] beats, long[] others, double frequency, double tolerance) {
        requireAscending(beats);
        requireAscending(others);
        List<Pair> candidates = candidates(beats, others, (long) (tolerance * frequency));
        candidates.sort(Comparator.comparingLong(Pair::offset));
        boolean[] paired = new boolean[beats.length];
        boolean[] taken = new boolean[others.length];
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : candidates) {
            if (!paired[pair.beat()] && !taken[pair.other()]) {
                paired[pair.beat()] = true;
                taken[pair.other()] = true;
                pairs.add(pair);
            }
        }
        return new BeatMatching(beats.clone(), paired, frequency, others.length, pairs);
    }

    /** Beats of both signals. */
    public int matched() {
        return matched;
    }

    /** Beats of the first signal only. */
    public int missed() {
        return beats.length - matched;
    }

    /** Beats of the second signal only. */
    public int added() {
        return added;
    }

    /** Mean absolute distance of paired peaks, ms; NaN where there are none. */
    public double meanOffset() {
        return meanOffset;
    }

    /** Greatest distance of paired peaks, ms. */
    public double maximumOffset() {
        return maximumOffset;
    }

    /** Share of the first signal's beats that the second has, 0 to 1; NaN where it has none. */
    public double sensitivity() {
        return (double) matched / beats.length;
    }

    /** Share of the second signal's beats that the first has, 0 to 1; NaN where it has none. */
    public double positivePredictivity() {
        return (double) matched / (matched + added);
    }

    /**
     * The first signal's beats by type, which is the symbol of the nearest annotation, {@link
     * #NOT_ANNOTATED} where none is within 150 ms.
     *
     * @param annotations symbols by the numbers of samples
     */
    public SortedMap<String, TypeCount> byType(NavigableMap<Long, String> annotations) {
        SortedMap<String, TypeCount> counts = new TreeMap<>();
        for (int i = 0; i < beats.length; i++) {
            String type = type(beats[i], annotations);
            TypeCount before = counts.getOrDefault(type, new TypeCount(0, 0));
            counts.put(type, before.plus(paired[i]));
        }
        return counts;
    }

    private String type(long beat, NavigableMap<Long, String> annotations) {
        Map.Entry<Long, String> nearest = annotations.floorEntry(beat);
        Map.Entry<Long, String> next = annotations.ceilingEntry(beat);
        if (nearest == null || next != null && next.getKey() - beat < beat - nearest.getKey()) {
            nearest = next;
        }
        if (nearest == null
                || Math.abs(nearest.getKey() - beat) > ANNOTATION_TOLERANCE * frequency) {
            return NOT_ANNOTATED;
        }
        return nearest.getValue();
    }

    private static void requireAscending(long[] beats) {
        for (int i = 1; i < beats.length; i++) {
            if (beats[i] <= beats[i - 1]) {
                throw new IllegalArgumentException(
                        "A beat at sample %d follows one at %d".formatted(beats[i], beats[i - 1]));
            }
        }
    }

    private static List<Pair> candidates(long[] beats, long[] others, long tolerance) {
        List<Pair> candidates = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < beats.length; i++) {
            while (first < others.length && others[first] < beats[i] - tolerance) {
                first++;
            }
            for (int j = first; j < others.length && others[j] <= beats[i] + tolerance; j++) {
                candidates.add(new Pair(i, j, Math.abs(others[j] - beats[i])));
            }
        }
        return candidates;
    }
}
