package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.DType;
import dev.hourglass.source.SignalScale;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Record 100 of the MIT-BIH Arrhythmia Database, whole. */
@Tag("real-data")
class CompressMitBihIT {
    private static final int WINDOW = 512;

    @TempDir private Path folder;

    @Test
    void itsBeatsAreThoseThatWereAnnotated() throws Exception {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        Path records = Files.createDirectory(folder.resolve("ecg"));
        for (String file : List.of("100.hea", "100.dat", "100.atr")) {
            Files.copy(Path.of(data, "mitbih", file), records.resolve(file));
        }
        TensorSpec tensor =
                new TensorSpec(
                        DType.FLOAT32, List.of(WINDOW, 1), "WC", 1, 0, SignalScale.UNIT, 360);
        try (Autoencoder network = Autoencoder.initial(Specs.codec(WINDOW), 1)) {
            Models.publish(Datasets.store(folder), "ecg", network, "digest", tensor);
        }
        JsonNode summary =
                JobProcess.runHere(
                                "compress",
                                List.of(
                                        "name=ecg",
                                        "store=" + folder,
                                        "compression.path=" + records,
                                        "compression.max-prdn=9",
                                        "spark.master=local[2]"))
                        .assertDone()
                        .summary();

        Path file = Path.of(summary.path("metrics").asText().replace("file:", ""));
        JsonNode metrics = new ObjectMapper().readTree(file.toFile());
        assertThat(metrics.path("size").path("samples").asLong()).isEqualTo(2 * 650_000);
        JsonNode statistics = metrics.path("statistics");
        assertThat(worst(statistics, "worst_window_prdn")).isBetween(1.0, 9.0);
        assertThat(worst(statistics, "original_sensitivity")).isGreaterThan(0.95);
        assertThat(worst(statistics, "sensitivity")).isGreaterThan(0.98);
        JsonNode reference = metrics.path("reference");
        assertThat(reference.path("all").asInt()).isEqualTo(2 * 2273);
        // Normal, atrial premature and one ventricular beat, in each lead.
        assertThat(reference.path("types").path("N").path("all").asInt()).isEqualTo(2 * 2239);
        assertThat(reference.path("types").path("A").path("all").asInt()).isEqualTo(2 * 33);
        assertThat(reference.path("types").path("V").path("all").asInt()).isEqualTo(2);
    }

    private static double worst(JsonNode statistics, String column) {
        return statistics.path(column).path("worst").asDouble();
    }
}
