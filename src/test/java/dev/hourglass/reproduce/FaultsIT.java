package dev.hourglass.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short form of {@code jobs/reproduce faults}. */
class FaultsIT {
    private static final List<String> SHORT =
            List.of(
                    "name=faults",
                    "source=glyphs",
                    "glyphs.count=600",
                    "glyphs.width=16",
                    "glyphs.height=16",
                    "ingest.shards=2",
                    "network.dense.widths=[64]",
                    "training.epochs=10",
                    "training.batch=16",
                    "training.local-steps=5");

    @Test
    void aTrainingThatLosesAnExecutorEndsWithTheSameWeights() {
        List<String> lines = new ArrayList<>();
        Reproduced reproduced =
                Faults.run(
                        Path.of("target/reproduce/FaultsIT").toAbsolutePath(),
                        SHORT,
                        1,
                        lines::add);
        assertThat(reproduced.figures())
                .as(String.join("\n", lines))
                .isEqualTo(
                        Map.of(
                                "runs", 1,
                                "executor_kills", 1,
                                "worker_kills", 0,
                                "driver_kills", 0,
                                "identical", 1));
        assertThat(reproduced.asClaimed()).isTrue();
        assertThat(lines).last().asString().contains("executor killed after", "identical");
    }
}
