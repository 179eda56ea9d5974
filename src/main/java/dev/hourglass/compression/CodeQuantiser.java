package dev.hourglass.compression;

/**
 * Rounds codes: of the nearest multiple of the tables' step, the next smaller one and 0, it takes
 * the one whose squared error and bits cost least together, number by number (after the
 * entropy-constrained quantiser of Chou, Lookabaugh and Gray 1989). Not for several threads at
 * once.
 */
final class CodeQuantiser {
    private final CodeTables tables;
    private final double[] prices;

    /**
     * @param prices of a bit, in squared steps of each channel's numbers
     */
    CodeQuantiser(CodeTables tables, double[] prices) {
        this.tables = tables;
        this.prices = prices;
    }

    /**
     * Rounds the code that begins at {@code from}.
     *
     * @param codes finite numbers
     */
    int[] quantise(float[] codes, int from) {
        int[] code = new int[tables.width()];
        tables.begin();
        for (int i : tables.order()) {
            double value = codes[from + i] / tables.step();
            int magnitude = cheapest(i, Math.abs(value), prices[i % prices.length]);
            code[i] = value < 0 ? -magnitude : magnitude;
            tables.pass(i, magnitude);
        }
        return code;
    }

    private int cheapest(int index, double value, double price) {
        int nearest = (int) Math.min(CodeTables.GREATEST, value + 0.5);
        if (nearest == 0) {
            return 0;
        }
        int cheapest = 0;
        double least = value * value + price * tables.bits(index, 0);
        for (int magnitude = Math.max(1, nearest - 1); magnitude <= nearest; magnitude++) {
            double error = value - magnitude;
            double cost = error * error + price * tables.bits(index, magnitude);
            if (cost < least) {
                least = cost;
                cheapest = magnitude;
            }
        }
        return cheapest;
    }
}
