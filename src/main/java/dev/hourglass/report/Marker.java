package dev.hourglass.report;

/** What points are drawn as; the style sheet knows each by its {@link #kind}. */
enum Marker {
    CIRCLE("●", "circle", "h0"),
    TRIANGLE("▲", "triangle", "m-2.5 2h5l-2.5-4.4z"),
    SQUARE("■", "square", "h0"),
    CROSS("×", "cross", "m-2-2l4 4m0-4l-4 4");

    private final String symbol;
    private final String kind;
    private final String outline;

    Marker(String symbol, String kind, String outline) {
        this.symbol = symbol;
        this.kind = kind;
        this.outline = outline;
    }

    /** As a character. */
    String symbol() {
        return symbol;
    }

    /** The class of a path of such points. */
    String kind() {
        return kind;
    }

    /**
     * As the rest of an SVG path that has moved to the point. A line without length shows its caps,
     * which are round or square.
     */
    String outline() {
        return outline;
    }
}
