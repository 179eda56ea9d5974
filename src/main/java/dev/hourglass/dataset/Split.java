package dev.hourglass.dataset;

import java.util.Locale;

/** The part of a dataset a row belongs to. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    /** The split's folder, and its name in tables: {@code train}. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
