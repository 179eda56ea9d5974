package dev.hourglass.report;

/** What surrounds a plot's drawing, in CSS pixels. */
enum Frame {
    /**
     * Both axes labelled. A phone shows two thirds of the width, hence the size of the text in it.
     */
    LABELLED(560, 74, 14, 10, 46),
    /** The horizontal axis is labelled by the plot below, whose frame is {@link #LABELLED}. */
    ABOVE(560, 74, 14, 10, 8),
    /** A drawing the size of a word, without axes. */
    NONE(140, 3, 3, 3, 3);

    private final int width;
    private final int left;
    private final int right;
    private final int top;
    private final int bottom;

    Frame(int width, int left, int right, int top, int bottom) {
        this.width = width;
        this.left = left;
        this.right = right;
        this.top = top;
        this.bottom = bottom;
    }

    int width() {
        return width;
    }

    int left() {
        return left;
    }

    /** Where the drawing ends on the right. */
    int end() {
        return width - right;
    }

    int top() {
        return top;
    }

    /** Where the drawing ends at the bottom of a plot of a height. */
    int floor(int height) {
        return height - bottom;
    }
}
