package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textLosesEveryCharacterThatMarkupIsMadeOf() {
        assertThat(Html.text("<a href=\"x\" title='y'>&</a>").markup())
                .isEqualTo("&lt;a href=&quot;x&quot; title=&apos;y&apos;&gt;&amp;&lt;/a&gt;");
    }

    @Test
    void charactersThatHtmlForbidsAreDropped() {
        assertThat(Html.text("a\u0000b\u0008c\ud800d é 心").markup()).isEqualTo("abcd é 心");
    }

    @Test
    void valuesOfATemplateAreEscapedAndMarkupIsKept() {
        Html strong = Html.of("<b>%s</b>", "<i>");
        assertThat(Html.of("<p class=\"%s\">%s %s</p>", "\"", strong, 3).markup())
                .isEqualTo("<p class=\"&quot;\"><b>&lt;i&gt;</b> 3</p>");
    }

    @Test
    void aPercentSignInAValueIsJustAValue() {
        assertThat(Html.of("<p>%s</p>", Html.text("100 %s %n")).markup())
                .isEqualTo("<p>100 %s %n</p>");
    }
}
