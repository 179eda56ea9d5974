package dev.hourglass.report;

import java.util.List;

/** The page's recurring pieces. */
final class Elements {
    private Elements() {}

    /** A name and what it stands for. */
    record Fact(String name, Html value) {
        Fact(String name, String value) {
            this(name, Html.text(value));
        }
    }

    /** A category of a plot: the character and colour it is drawn with, and its name. */
    record Key(String symbol, String colour, String name) {}

    /** One paragraph. */
    static Html sentence(String text) {
        return Html.of("<p>%s</p>", text);
    }

    /** Names and values below one another. */
    static Html facts(List<Fact> facts) {
        return Html.of(
                "<dl class=\"facts\">%s</dl>",
                Html.each(
                        facts,
                        fact ->
                                Html.of(
                                        "<div><dt>%s</dt><dd>%s</dd></div>",
                                        fact.name(), fact.value())));
    }

    /** Two pieces side by side, or below one another where there is no room. */
    static Html columns(Html left, Html right) {
        return Html.of("<div class=\"columns\"><div>%s</div><div>%s</div></div>", left, right);
    }

    /** What the colours of a plot mean. */
    static Html legend(List<Key> keys) {
        String item = "<li><span style=\"color:%s\" aria-hidden=\"true\">%s</span> %s</li>";
        return Html.of(
                "<ul class=\"legend\">%s</ul>",
                Html.each(keys, key -> Html.of(item, key.colour(), key.symbol(), key.name())));
    }

    /** A plot with its legend, on white whatever the page's colours are. */
    static Html plot(String title, Html image, List<Key> keys) {
        return Html.of(
                "<figure class=\"card\"><figcaption>%s</figcaption>%s%s</figure>",
                title, image, legend(keys));
    }

    /** A box that scrolls sideways by itself, so that the page need not. */
    static Html scrolling(String name, Html content) {
        return Html.of(
                "<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">%s</div>",
                name, content);
    }
}
