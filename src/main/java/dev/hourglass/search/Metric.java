package dev.hourglass.search;

/** What near means. */
public enum Metric {
    /**
     * The cosine of the angle between two rows, 1 to −1. A row of zeros has no direction: its
     * cosine with every row is 0.
     */
    COSINE,
    /** The inner product of two rows. A row need not be the nearest to itself. */
    INNER_PRODUCT,
    /** The Euclidean distance between two rows; here less is nearer. */
    EUCLIDEAN;

    /**
     * What the score is of two rows that are this close.
     *
     * @param closeness as {@link #closeness} returned it
     */
    double score(double closeness) {
        // The difference to 0 turns a distance of −0 into 0.
        return this == EUCLIDEAN ? 0 - closeness : closeness;
    }

    /** Whether more of the score is nearer. */
    boolean moreIsNearer() {
        return this != EUCLIDEAN;
    }

    /**
     * How close two rows are, in double precision; more is nearer. Depends on nothing but the two.
     */
    double closeness(Vectors a, int i, Vectors b, int j) {
        return switch (this) {
            case COSINE -> {
                double norms = a.norm(i) * b.norm(j);
                yield norms == 0 ? 0 : product(a, i, b, j) / norms;
            }
            case INNER_PRODUCT -> product(a, i, b, j);
            case EUCLIDEAN -> -distance(a, i, b, j);
        };
    }

    private static double product(Vectors a, int i, Vectors b, int j) {
        float[] x = a.values();
        float[] y = b.values();
        int from = i * a.width();
        int other = j * a.width();
        double sum = 0;
        for (int e = 0; e < a.width(); e++) {
            sum += (double) x[from + e] * y[other + e];
        }
        return sum;
    }

    private static double distance(Vectors a, int i, Vectors b, int j) {
        float[] x = a.values();
        float[] y = b.values();
        int from = i * a.width();
        int other = j * a.width();
        double sum = 0;
        for (int e = 0; e < a.width(); e++) {
            double difference = (double) x[from + e] - y[other + e];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
