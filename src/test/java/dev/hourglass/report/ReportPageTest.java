package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.report.Clustering.Cluster;
import dev.hourglass.report.Clustering.LabelCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><script>alert(1)</script>",
                "' onload='alert(1)",
                "</style></svg><script>alert(1)</script>",
                "<img src=x onerror=alert(1)>"
            })
    void noTextOfTheDataBecomesMarkup(String hostile) {
        String page = ReportPage.render(ReportFixtures.saying(hostile));
        assertThat(page).doesNotContain(hostile, "<script", "<img src=x");
        String harmless = ReportPage.render(ReportFixtures.saying("harmless"));
        assertThat(tags(page)).isEqualTo(tags(harmless));
    }

    @Test
    void absentPartsSaySo() {
        assertThat(ReportPage.render(ReportFixtures.bare()))
                .contains(
                        "No step&apos;s time was recorded.",
                        "No training was recorded for this run.",
                        "This run kept no reconstructions to show.",
                        "This run drew no embedding map.",
                        "The embeddings were not clustered.",
                        "No errors were computed: see embed.reconstruction-error.",
                        "Nothing was rejected.");
    }

    @Test
    void clustersOfADatasetWithoutLabelsAreShownWithoutThem() {
        List<Cluster> clusters = List.of(new Cluster(0, 5, 1, List.of(), List.of()));
        String section =
                clusterSection(new Clustering("k-means", clusters, List.of(), Optional.empty()));
        assertThat(section)
                .contains("The dataset has no labels to compare the clusters with.")
                .contains("<td class=\"words\">–</td>");
    }

    @Test
    void howTheNumberOfClustersWasChosenIsShown() {
        List<Cluster> clusters = List.of(new Cluster(0, 5, 1, List.of(), List.of()));
        KSelection selection =
                new KSelection(
                        "silhouette",
                        3,
                        500,
                        List.of(
                                new KSelection.Candidate(
                                        2, 0.25, 0.25, 1.5, 1000, OptionalDouble.empty()),
                                new KSelection.Candidate(
                                        3, 0.5, 0.5, 0.75, 900, OptionalDouble.empty())));
        String section =
                clusterSection(
                        new Clustering("k-means", clusters, List.of(), Optional.of(selection)));
        assertThat(section)
                .contains(
                        "3 clusters were chosen by silhouette, on 500 rows.",
                        "3 (chosen)",
                        "silhouette by number of clusters, from 2 to 3; 3 were chosen")
                .doesNotContain("Gap");
    }

    @Test
    void whatCodersLoseAtEqualBitsIsShownByCoderAndRate() {
        String section = RateDistortionSection.of(ReportFixtures.rateDistortion()).html().markup();
        assertThat(section)
                .contains(
                        "PRDN by bits a sample; network from 13.47 to 5.618; wavelet from 11.94 to")
                .contains("<dd>3,000</dd>", "<dd>1,000</dd>");
        assertThat(rows(section))
                .hasSize(5)
                .startsWith(
                        "64 0.1719 13.47 40.42 – – 16.17 48.5 17.51 52.54",
                        "48 0.2292 10.85 32.56 11.94 35.82 13.03 39.08 14.11 42.33");
        assertThat(Pattern.compile("class=\"line\"").matcher(section).results()).hasSize(4);
        assertThat(
                        Pattern.compile("class=\"(circle|triangle|square|cross)\"")
                                .matcher(section)
                                .results()
                                .map(MatchResult::group)
                                .distinct())
                .hasSize(4);
    }

    @Test
    void runsWithoutARoundedCodeHaveNoRates() {
        assertThat(ReportPage.render(ReportFixtures.digits())).doesNotContain("rate-distortion");
        assertThat(ReportPage.render(ReportFixtures.ecg()))
                .contains("<a href=\"#rate-distortion\">Rate and distortion</a>");
    }

    /** The texts of each row's cells. */
    private static List<String> rows(String section) {
        return Pattern.compile("<tr>(<th scope=\"row\".*?)</tr>", Pattern.DOTALL)
                .matcher(section)
                .results()
                .map(row -> row.group(1).replaceAll("<[^>]+>", " ").replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void manyClustersAndLabelsAreCutToTheLargest() {
        List<LabelCount> counts =
                IntStream.range(0, 120)
                        .mapToObj(i -> new LabelCount("label " + i, i, 1000 - i))
                        .toList();
        List<Cluster> clusters =
                IntStream.range(0, 120)
                        .mapToObj(i -> new Cluster(i, 1000 - i, 1, List.of(), List.of()))
                        .toList();
        String section =
                clusterSection(new Clustering("k-means", clusters, counts, Optional.empty()));
        assertThat(section)
                .contains("The 100 largest are shown.")
                .contains("The 50 commonest of 120 labels are shown.")
                .contains("<th scope=\"col\">99</th>", "<th scope=\"row\">label 49</th>")
                .doesNotContain("<th scope=\"col\">100</th>", "<th scope=\"row\">label 50</th>");
    }

    @Test
    void theFiguresStandInTheTiles() {
        assertThat(ReportPage.render(ReportFixtures.digits()))
                .contains("0.008732", "PCA 0.02577", "ratio 0.3388", "83.1\u00a0%", "70,000");
    }

    @Test
    void thePageNeedsNothingFromOutside() {
        String page = ReportPage.render(ReportFixtures.digits());
        assertThat(page).doesNotContain("http://", "https://", "url(", "@import");
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:|#)").matcher(page).find()).isFalse();
    }

    @Test
    void theSameDataGiveTheSamePage() {
        assertThat(ReportPage.render(ReportFixtures.digits()))
                .isEqualTo(ReportPage.render(ReportFixtures.digits()));
    }

    @Test
    void thePageIsOfBoundedSize() {
        assertThat(ReportPage.render(ReportFixtures.digits())).hasSizeLessThan(1_000_000);
        assertThat(ReportPage.render(ReportFixtures.ecg())).hasSizeLessThan(1_000_000);
    }

    @Test
    void thePageIsMadeOnAMachineWithoutFonts() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.awt.headless=true",
                                "-Dsun.awt.fontconfig=/nonexistent",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Printer.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).endsWith("</html>\n");
    }

    /** Prints a page, in a JVM of its own. */
    static final class Printer {
        public static void main(String[] arguments) {
            System.out.print(ReportPage.render(ReportFixtures.digits()));
        }
    }

    private static String clusterSection(Clustering clustering) {
        SampleView view = SampleView.of(SampleFixtures.DIGIT);
        return ClusterSection.of(Optional.of(clustering), view).html().markup();
    }

    private static List<String> tags(String page) {
        return Pattern.compile("</?[a-z0-9]+")
                .matcher(page)
                .results()
                .map(match -> match.group())
                .toList();
    }
}
