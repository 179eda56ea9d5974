package dev.hourglass.compression.entropy;

import java.util.Arrays;

/** What both halves of the predictive coder know of the samples so far. */
final class DpcmModel {
    /** Samples that share a predictor and a table. */
    static final int SUB_BLOCK = 32;

    /** Predictors: the polynomials of degree -1 (zero), 0, 1 and 2 through the last samples. */
    static final int ORDERS = 4;

    /**
     * What each predictor makes of the last sample, of the one before it, and of its forerunner.
     */
    static final int[][] COEFFICIENTS = {{0, 0, 0}, {1, 0, 0}, {2, -1, 0}, {3, -3, 1}};

    /** Samples lie from -MAX_SAMPLE to MAX_SAMPLE - 1. */
    static final int MAX_SAMPLE = 1 << 23;

    private static final int MAX_ERROR = 1 << 22;

    int maximumError;

    /** Width of a quantiser's interval. */
    int step = 1;

    /** The last three samples as the decoder has them, the latest first; multiples of the step. */
    int last;

    int secondLast;
    int thirdLast;

    private final AdaptiveModel[] orders = models(ORDERS, ORDERS);
    private final AdaptiveModel[] tables = models(ResidualTables.COUNT, ResidualTables.COUNT);
    private int order;
    private int table;

    /**
     * Begins a segment.
     *
     * @param maximumError 0 to 2^22
     */
    void begin(int maximumError) {
        if (maximumError < 0 || maximumError > MAX_ERROR) {
            throw new IllegalArgumentException("a maximum error of " + maximumError);
        }
        this.maximumError = maximumError;
        this.step = 2 * maximumError + 1;
        last = nearestMultiple(last, maximumError);
        secondLast = nearestMultiple(secondLast, maximumError);
        thirdLast = nearestMultiple(thirdLast, maximumError);
    }

    /** The multiple of 2 · maximumError + 1 that a number is off by the maximum error at most. */
    static int nearestMultiple(int number, int maximumError) {
        int step = 2 * maximumError + 1;
        return (number + (number < 0 ? -maximumError : maximumError)) / step * step;
    }

    void encodeChoice(int order, int table, RangeEncoder out) {
        orders[this.order].encode(order, out);
        tables[this.table].encode(table, out);
        this.order = order;
        this.table = table;
    }

    /** Reads {@link #order()} and {@link #table()} of the next sub-block. */
    void decodeChoice(RangeDecoder in) throws MalformedCodeException {
        order = orders[order].decode(in);
        table = tables[table].decode(in);
    }

    int order() {
        return order;
    }

    int table() {
        return table;
    }

    private static AdaptiveModel[] models(int count, int size) {
        AdaptiveModel[] models = new AdaptiveModel[count];
        Arrays.setAll(models, i -> new AdaptiveModel(size));
        return models;
    }
}
