package dev.hourglass.report;

import java.util.List;

/**
 * The colours of plots, as CSS writes them. Categories take the ten colours of Petroff 2021,
 * Accessible Color Sequences for Data Visualization, which stay apart for colour-blind readers, and
 * three markers in turn, so that thirty categories all differ and neighbours differ twice.
 */
final class Palette {
    static final String BLUE = "#3f90da";
    static final String ORANGE = "#e76300";
    static final String PURPLE = "#832db6";
    static final String GREY = "#717581";

    /** The filling of bars, which lines are drawn over. */
    static final String PALE_BLUE = "#c5dcf3";

    /** What is left over when the categories are used up. */
    static final String REST = "#b9bfc6";

    /** Categories that can be told apart. */
    static final int CATEGORIES = 30;

    private static final List<String> COLOURS =
            List.of(
                    BLUE, "#ffa90e", "#bd1f01", "#94a4a2", PURPLE, "#a96b59", ORANGE, "#b9ac70",
                    GREY, "#92dadd");

    private static final List<Marker> MARKERS =
            List.of(Marker.CIRCLE, Marker.TRIANGLE, Marker.SQUARE);

    private Palette() {}

    /** The colour of a category, counted from 0. */
    static String colour(int category) {
        return COLOURS.get(category % COLOURS.size());
    }

    /** The marker of a category. */
    static Marker marker(int category) {
        return MARKERS.get(category % MARKERS.size());
    }
}
