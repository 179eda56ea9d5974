package dev.hourglass.report;

/**
 * A part of the page.
 *
 * @param id its anchor
 * @param title its heading
 * @param body what is below the heading
 */
record Section(String id, String title, Html body) {
    Html html() {
        return Html.of(
                "<section id=\"%s\" aria-labelledby=\"%s-title\"><h2 id=\"%s-title\">%s</h2>%s</section>",
                id, id, id, title, body);
    }
}
