package dev.hourglass.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarRenderer;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final ProgressText TRAINING = ProgressText.towards("samples");
    private static final ProgressText TASKS = ProgressText.counting("Spark tasks");

    @Test
    void aLineSaysShareRateNoteAndTimeLeft() {
        assertThat(render(TRAINING::line, 472_000, 174_000, "epoch 2, loss 0.0812"))
                .matches(
                        "train:  36 %, [\\d,]+(\\.\\d)? samples/s, epoch 2, loss 0.0812,"
                                + " \\d:\\d\\d:\\d\\d left");
    }

    @Test
    void workOfUnknownSizeIsCountedWithoutAShare() {
        assertThat(render(TASKS::line, 1200, 6, ""))
                .matches("train: 6 of 1,200 Spark tasks, \\d:\\d\\d:\\d\\d");
        assertThat(render(TASKS::bar, 0, 0, "")).contains("] starting, 0:00:0");
    }

    @Test
    void theEndIsReachedOnlyWhenAllIsDone() {
        assertThat(render(TRAINING::line, 1000, 999, "")).contains(" 99 %", " left");
        assertThat(render(TRAINING::line, 1000, 1000, "")).contains("100 %").doesNotContain("left");
    }

    @Test
    void nothingIsSaidBeforeAnythingWasDone() {
        assertThat(render(TRAINING::line, 1000, 0, "")).isEmpty();
    }

    @Test
    void aBarFillsItsColumnsWhateverItSays() {
        for (String note : List.of("", "epoch 1", "epoch 100000, loss 1.234e-05", "x".repeat(99))) {
            assertThat(render(TRAINING::bar, 9_999_999, 5_000_000, note)).hasSize(79);
        }
        assertThat(render(TRAINING::bar, 100, 50, "")).matches("train  \\[(=+) +\\]  50 %.*");
    }

    @Test
    void theLastLineOfALogIsSaidOnceThoughTheRateChangesMeanwhile() {
        assertThat(shown(new Progress.Lines(TRAINING), 1000, 1000, ""))
                .filteredOn(line -> !line.isEmpty())
                .as("one while at work and one at the end")
                .hasSize(2);
    }

    private static String render(ProgressBarRenderer text, long total, long done, String note) {
        List<String> shown = shown(text, total, done, note);
        return shown.get(shown.size() - 1);
    }

    private static List<String> shown(
            ProgressBarRenderer text, long total, long done, String note) {
        List<String> shown = new CopyOnWriteArrayList<>();
        try (ProgressBar bar =
                new ProgressBarBuilder()
                        .setTaskName("train")
                        .setInitialMax(total)
                        .continuousUpdate()
                        .setUpdateIntervalMillis((int) Duration.ofMinutes(1).toMillis())
                        .setRenderer(text)
                        .setConsumer(
                                new DelegatingProgressBarConsumer(shown::add, ProgressText.WIDTH))
                        .build()) {
            // The library's own thread shows the beginning, sooner or later.
            while (shown.isEmpty()) {
                Thread.onSpinWait();
            }
            bar.stepTo(done);
            bar.setExtraMessage(note);
            bar.refresh();
        }
        return shown;
    }
}
