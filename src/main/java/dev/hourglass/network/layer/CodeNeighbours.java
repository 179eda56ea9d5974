package dev.hourglass.network.layer;

import java.io.Serializable;
import java.util.List;

/**
 * Which numbers of a code tell something of which: a number of a channel follows those of all
 * channels before it, and of its own channel at positions before it. Of these its neighbours are
 * the ones at most {@link #CHANNELS} − 1 channels and {@link #REACH} positions away.
 *
 * <p>The code is [position, channel] in one row; neighbours' weights are [channel, how many
 * channels before it, position from −{@link #REACH} to {@link #REACH}].
 *
 * @param positions of the code; 1 where it has none
 * @param channels of the code
 */
public record CodeNeighbours(int positions, int channels) implements Serializable {
    /** Channels, with its own, that tell of a number. */
    public static final int CHANNELS = 16;

    /** Positions on either side that tell of a number. */
    public static final int REACH = 2;

    private static final int TAPS = 2 * REACH + 1;

    /**
     * Parameters are learnt as if their steps were so much longer than the network's: a scale
     * changes by a multiple of itself while the network's weights hardly do.
     */
    private static final double SPEED = 10;

    /** Makes a weight of 0.018 of the parameter that all of them begin with, 0. */
    private static final double BEGINNING = -4;

    /** Told of a number that has another among its neighbours. */
    @FunctionalInterface
    public interface Follower {
        /**
         * @param later its index in the code
         * @param weight the index of the neighbour's weight
         */
        void accept(int later, int weight);
    }

    /** The scale of a channel's numbers without neighbours, from its parameter. */
    public static double scale(double parameter) {
        return StrictMath.exp(SPEED * parameter);
    }

    static double byScale(double parameter) {
        return SPEED * scale(parameter);
    }

    /** By how much a neighbour's magnitude raises the scale, from its parameter: softplus. */
    public static double weight(double parameter) {
        double x = SPEED * parameter + BEGINNING;
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    static double byWeight(double parameter) {
        return SPEED / (1 + StrictMath.exp(-SPEED * parameter - BEGINNING));
    }

    /** Numbers of the code. */
    public int width() {
        return positions * channels;
    }

    /** The shape of the neighbours' weights. */
    List<Long> shape() {
        return List.of((long) channels, (long) Math.min(CHANNELS, channels), (long) TAPS);
    }

    /** All numbers that have the one of that index among their neighbours. */
    public void forEach(int index, Follower follower) {
        int channel = index % channels;
        int position = index / channels;
        int before = Math.min(CHANNELS, channels);
        int from = Math.max(0, position - REACH);
        int to = Math.min(positions - 1, position + REACH);
        for (int distance = 0; distance < before && channel + distance < channels; distance++) {
            int later = channel + distance;
            int weights = (later * before + distance) * TAPS;
            // Its own channel's numbers follow it at later positions only.
            for (int at = distance == 0 ? position + 1 : from; at <= to; at++) {
                follower.accept(at * channels + later, weights + position - at + REACH);
            }
        }
    }
}
