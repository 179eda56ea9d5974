package dev.hourglass.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plot under construction, as inline SVG: the browser draws the text, so that the machine that
 * makes the report needs no fonts, and lines are sharp at every size. Values that are not finite
 * leave gaps.
 */
final class Plot {
    private static final int LEAST_TICKS = 4;

    /** The room a label takes, and some to the next. */
    private static final int ROW = 32;

    private static final int COLUMN = 64;

    private final Frame frame;
    private final int height;
    private final Axis x;
    private final Axis y;
    private final List<Html> content = new ArrayList<>();

    /** An empty plot, {@code height} in CSS pixels. */
    Plot(Frame frame, int height, Axis x, Axis y) {
        this.frame = frame;
        this.height = height;
        this.x = x;
        this.y = y;
    }

    /** Adds a line through points. */
    Plot line(double[] xs, double[] ys, String colour) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < xs.length; i++) {
            boolean visible = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
            if (visible) {
                path.append(drawing ? 'L' : 'M').append(place(xs[i], ys[i]));
            }
            drawing = visible;
        }
        content.add(Html.of("<path class=\"line\" stroke=\"%s\" d=\"%s\"/>", colour, path));
        return this;
    }

    /** Adds the bars of a histogram: one edge more than heights. */
    Plot bars(double[] edges, double[] heights, String colour) {
        StringBuilder path = new StringBuilder();
        for (int bin = 0; bin < heights.length; bin++) {
            path.append('M').append(place(edges[bin], 0));
            path.append('L').append(place(edges[bin], heights[bin]));
            path.append('L').append(place(edges[bin + 1], heights[bin]));
            path.append('L').append(place(edges[bin + 1], 0)).append('z');
        }
        content.add(Html.of("<path class=\"bars\" fill=\"%s\" d=\"%s\"/>", colour, path));
        return this;
    }

    /** Adds a vertical line from the bottom to the top. */
    Plot mark(double value, String colour) {
        return line(new double[] {value, value}, new double[] {y.low(), y.high()}, colour);
    }

    /** Adds points. */
    Plot points(double[] xs, double[] ys, Marker marker, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
                path.append('M').append(place(xs[i], ys[i])).append(marker.outline());
            }
        }
        content.add(
                Html.of(
                        "<path class=\"%s\" stroke=\"%s\" fill=\"%s\" d=\"%s\"/>",
                        marker.kind(), colour, colour, path));
        return this;
    }

    /**
     * Adds points each of which tells its name where a pointer rests on it.
     *
     * @param names as many as points
     */
    Plot named(double[] xs, double[] ys, List<String> names, Marker marker, String colour) {
        List<Html> points = new ArrayList<>();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
                points.add(
                        Html.of(
                                "<path d=\"M%s%s\"><title>%s</title></path>",
                                place(xs[i], ys[i]), marker.outline(), names.get(i)));
            }
        }
        content.add(
                Html.of(
                        "<g class=\"%s\" stroke=\"%s\" fill=\"%s\">%s</g>",
                        marker.kind(), colour, colour, Html.join(points)));
        return this;
    }

    /** Adds a text whose middle is at a point. */
    Plot text(double valueX, double valueY, String text) {
        content.add(
                Html.of(
                        "<text x=\"%s\" y=\"%s\" dy=\".35em\" text-anchor=\"middle\">%s</text>",
                        pixels(across(valueX)), pixels(down(valueY)), text));
        return this;
    }

    /**
     * The finished plot.
     *
     * @param alternative what it shows, for those who cannot see it
     */
    Html html(String alternative) {
        return Html.of(
                "<svg class=\"plot\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\" aria-label=\"%s\">%s%s%s</svg>",
                frame.width(),
                height,
                frame.width(),
                height,
                alternative,
                frame == Frame.NONE ? Html.NOTHING : vertical(),
                frame == Frame.NONE ? Html.NOTHING : horizontal(),
                Html.join(content));
    }

    private Html vertical() {
        int tall = frame.floor(height) - frame.top();
        List<Html> pieces = new ArrayList<>();
        for (BigDecimal tick : y.ticks(Math.max(LEAST_TICKS, tall / ROW))) {
            String at = pixels(down(tick.doubleValue()));
            pieces.add(
                    Html.of(
                            "<path class=\"grid\" d=\"M%s %sH%s\"/>",
                            frame.left(), at, frame.end()));
            pieces.add(
                    Html.of(
                            "<text x=\"%s\" y=\"%s\" dy=\".35em\" text-anchor=\"end\">%s</text>",
                            frame.left() - 8, at, Numbers.exact(tick)));
        }
        pieces.add(
                Html.of(
                        "<text transform=\"translate(14 %s) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                        (frame.top() + frame.floor(height)) / 2, y.title()));
        return Html.join(pieces);
    }

    private Html horizontal() {
        List<Html> pieces = new ArrayList<>();
        for (BigDecimal tick : x.ticks((frame.end() - frame.left()) / COLUMN)) {
            String at = pixels(across(tick.doubleValue()));
            int floor = frame.floor(height);
            pieces.add(Html.of("<path class=\"grid\" d=\"M%s %sV%s\"/>", at, frame.top(), floor));
            if (frame == Frame.LABELLED) {
                pieces.add(
                        Html.of(
                                "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
                                at, floor + 17, Numbers.exact(tick)));
            }
        }
        if (frame == Frame.LABELLED) {
            pieces.add(
                    Html.of(
                            "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
                            (frame.left() + frame.end()) / 2, height - 7, x.title()));
        }
        return Html.join(pieces);
    }

    private String place(double valueX, double valueY) {
        return pixels(across(valueX)) + " " + pixels(down(valueY));
    }

    private double across(double value) {
        return frame.left() + x.position(value) * (frame.end() - frame.left());
    }

    private double down(double value) {
        int floor = frame.floor(height);
        return floor - y.position(value) * (floor - frame.top());
    }

    private static String pixels(double position) {
        return String.format(Locale.ROOT, "%.1f", position);
    }
}
