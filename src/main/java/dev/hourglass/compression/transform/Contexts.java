package dev.hourglass.compression.transform;

/**
 * Which code lengths hold for a coefficient: those of its group, and there of a class that follows
 * from the magnitudes of its neighbours, all coded before it: the two before it, its parent, and
 * the two beside its parent.
 */
final class Contexts {
    /** The least sums of neighbours' magnitudes of the second class, the third, and so on. */
    private static final int[] LEAST = {1, 2, 3, 4, 6, 8, 11, 15, 22, 32, 64};

    private static final int CLASSES = LEAST.length + 1;
    private static final int[] CLASS_OF_SUM = classOfSum();

    private final int[] groups;
    private final int[] parents;

    Contexts(SignalTransform transform) {
        this.groups = transform.groups();
        this.parents = transform.parents();
    }

    /** How many there are. */
    int count() {
        return (groups[groups.length - 1] + 1) * CLASSES;
    }

    /**
     * The context of a coefficient, from 0 to before {@link #count}.
     *
     * @param magnitudes of all coefficients before this one, after quantisation
     */
    int of(int coefficient, int[] magnitudes) {
        long sum = 0;
        if (coefficient > 0) {
            sum += 2L * magnitudes[coefficient - 1];
        }
        if (coefficient > 1) {
            sum += magnitudes[coefficient - 2];
        }
        int parent = parents[coefficient];
        if (parent != SignalTransform.NO_PARENT) {
            sum += 2L * magnitudes[parent];
            sum += parent > 0 ? magnitudes[parent - 1] : 0;
            sum += parent + 1 < coefficient ? magnitudes[parent + 1] : 0;
        }
        int top = CLASS_OF_SUM.length - 1;
        return groups[coefficient] * CLASSES + CLASS_OF_SUM[(int) Math.min(sum, top)];
    }

    private static int[] classOfSum() {
        int[] classOfSum = new int[LEAST[LEAST.length - 1] + 1];
        int number = 0;
        for (int sum = 0; sum < classOfSum.length; sum++) {
            if (number < LEAST.length && sum >= LEAST[number]) {
                number++;
            }
            classOfSum[sum] = number;
        }
        return classOfSum;
    }
}
