package dev.hourglass.report;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.util.Comparator;

/** The order that labels are listed in. */
final class Labels {
    /** Whole numbers by value, then words by the alphabet. */
    static final Comparator<String> ORDER =
            Comparator.comparing(Labels::number, nullsLast(naturalOrder()))
                    .thenComparing(naturalOrder());

    private Labels() {}

    private static Long number(String label) {
        return label.matches("-?\\d{1,18}") ? Long.valueOf(label) : null;
    }
}
