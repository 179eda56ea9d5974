package dev.hourglass.report;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Finished markup. A value becomes part of a page only through {@link #text} or as an argument of
 * {@link #of}, and both escape whatever is not Html already; so no label, id or path can bring
 * markup of its own.
 *
 * @param markup well-formed HTML
 */
record Html(String markup) {
    static final Html NOTHING = new Html("");

    /**
     * A template with its values in place.
     *
     * @param template constant markup with {@code %s} for each value, within elements or quoted
     *     attributes
     * @param values Html stays as it is, everything else is escaped
     */
    static Html of(String template, Object... values) {
        Object[] escaped = Arrays.stream(values).map(Html::escape).toArray();
        return new Html(template.formatted(escaped));
    }

    /** A value as text: no markup, no character that HTML does not allow. */
    static Html text(String value) {
        return new Html(StringEscapeUtils.escapeXml10(value));
    }

    /** Pieces one after the other, a line each. */
    static Html join(Html... pieces) {
        return join(Arrays.asList(pieces));
    }

    /** Pieces one after the other, a line each. */
    static Html join(Collection<Html> pieces) {
        return each(pieces, piece -> piece);
    }

    /** What each item becomes, one after the other, a line each. */
    static <T> Html each(Collection<T> items, Function<? super T, Html> piece) {
        return new Html(items.stream().map(piece).map(Html::markup).collect(joining("\n")));
    }

    private static String escape(Object value) {
        return value instanceof Html html ? html.markup() : text(String.valueOf(value)).markup();
    }
}
