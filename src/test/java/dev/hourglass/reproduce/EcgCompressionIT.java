package dev.hourglass.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.testing.EcgRecords;
import dev.hourglass.testing.JobProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/reproduce ecg-compression} with a few short records in the place of MIT-BIH. */
class EcgCompressionIT {
    /** Beside one with annotations, and another whose signals are none of a heart. */
    private static final int RECORDS = 12;

    @TempDir private Path folder;

    @Test
    void theCodecIsMeasuredOnRecordsThatItHasNotSeen() throws Exception {
        Path mitbih = folder.resolve("mitbih");
        for (int record = 0; record < RECORDS; record++) {
            EcgRecords.writeBeats(mitbih, "r" + record, record);
        }
        EcgRecords.write(folder.resolve("others"));
        for (String file : List.of("100.hea", "100.dat", "100.atr")) {
            Files.copy(folder.resolve("others").resolve(file), mitbih.resolve(file));
        }

        JobProcess job =
                JobProcess.run(
                        folder,
                        Map.of("HOURGLASS_DATA", folder.toString()),
                        "reproduce",
                        List.of("ecg-compression"));

        assertThat(job.exitCode()).as(job.errors()).isZero();
        JsonNode figures = job.summary();
        assertCoded(figures.path("fragments"));
        assertCoded(figures.path("patients"));
        assertThat(figures.path("paper_network").path("compression").asDouble())
                .isEqualTo(2000 / 62.0);
        assertThat(figures.path("paper_network").path("prdn").path("mean").asDouble())
                .isBetween(5.0, 100.0);
        JsonNode roundTrip = figures.path("round_trip");
        assertThat(roundTrip.path("records").asInt()).isEqualTo(RECORDS + 2);
        assertThat(roundTrip.path("described_alike").asInt()).isEqualTo(RECORDS + 2);
        assertThat(roundTrip.path("annotated_alike").asInt()).isEqualTo(RECORDS + 2);
        assertThat(roundTrip.path("windows_kept").asInt())
                .isEqualTo(roundTrip.path("windows").asInt());
    }

    private static void assertCoded(JsonNode figures) {
        assertThat(figures.path("curves").findValuesAsText("coder"))
                .contains("network", "wavelet", "dct");
        assertThat(figures.path("held_out").asInt()).isPositive();
        assertThat(figures.path("ratio").asDouble()).isGreaterThan(30);
        assertThat(figures.path("prdn").path("mean").asDouble()).isBetween(1.0, 60.0);
        assertThat(figures.path("prd").path("worst").asDouble())
                .isGreaterThanOrEqualTo(figures.path("prd").path("mean").asDouble());
    }
}
