package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Opens reports in a browser. Skipped where Debian's chromium and chromium-driver are missing. */
@Tag("browser")
class ReportPageIT {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final List<String> SECTIONS =
            List.of(
                    "run",
                    "learning",
                    "rate-distortion",
                    "recommendations",
                    "reconstructions",
                    "map",
                    "clusters",
                    "errors",
                    "artifacts");

    private static Path folder;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "no browser: apt-get install chromium chromium-driver");
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "browser");
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"));
        ChromeDriverService service =
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
        browser = new ChromeDriver(service, options);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    static Stream<Arguments> pages() {
        Map<String, Supplier<ReportData>> pages =
                Map.of(
                        "digits", ReportFixtures::digits,
                        "ecg", ReportFixtures::ecg,
                        "films", RecommendationFixtures::films,
                        "bare", ReportFixtures::bare,
                        "hostile", () -> ReportFixtures.saying("\"'><script>alert(1)</script>"));
        return pages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(
                        page ->
                                Stream.of(1280, 400)
                                        .map(
                                                width ->
                                                        Arguments.of(
                                                                page.getKey(),
                                                                width,
                                                                page.getValue().get())));
    }

    @ParameterizedTest(name = "{0} at {1} px")
    @MethodSource("pages")
    void thePageIsWholeInABrowser(String name, int width, ReportData data) throws IOException {
        open(name, width, data);
        List<String> sections =
                SECTIONS.stream()
                        .filter(
                                id ->
                                        !id.equals("rate-distortion")
                                                || data.rateDistortion().isPresent())
                        .filter(
                                id ->
                                        !id.equals("recommendations")
                                                || data.recommendations().isPresent())
                        .toList();
        assertThat(browser.findElements(By.tagName("section")))
                .allMatch(WebElement::isDisplayed)
                .extracting(section -> section.getDomAttribute("id"))
                .isEqualTo(sections);
        assertThat(browser.findElements(By.tagName("nav")).get(0).findElements(By.tagName("a")))
                .extracting(link -> link.getDomAttribute("href"))
                .isEqualTo(sections.stream().map(id -> "#" + id).toList());
        assertThat(count("[...document.images].filter(image => !image.naturalWidth || !image.alt)"))
                .isZero();
        assertThat(
                        count(
                                "[...document.querySelectorAll('svg')].filter(plot =>"
                                        + " !plot.getBoundingClientRect().height"
                                        + " || !plot.getAttribute('aria-label'))"))
                .isZero();
        assertThat(count("document.scripts")).isZero();
        assertThat(number("window.innerWidth")).isEqualTo(width);
        assertThat(number("document.documentElement.scrollWidth"))
                .isEqualTo(number("document.documentElement.clientWidth"));
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    @Test
    void aPointerOnAnItemIsToldItsName() throws IOException {
        open("films", 1280, RecommendationFixtures.films());
        String under =
                """
                const point = document.querySelector('#recommendations svg g path');
                point.scrollIntoView({block: 'center'});
                const box = point.getBoundingClientRect();
                const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return found.querySelector(':scope > title')?.textContent ?? found.outerHTML;
                """;
        assertThat((String) browser.executeScript(under)).startsWith("Film ");
    }

    private static void open(String name, int width, ReportData data) throws IOException {
        Path page = folder.resolve(name + ".html");
        Files.writeString(page, ReportPage.render(data));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        browser.get(page.toUri().toString());
    }

    private static long count(String list) {
        return number("(" + list + ").length");
    }

    private static long number(String expression) {
        return (Long) browser.executeScript("return " + expression);
    }
}
