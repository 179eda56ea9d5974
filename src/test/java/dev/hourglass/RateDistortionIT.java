package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.testing.EcgRecords;
import dev.hourglass.testing.JobProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a small codec, whose report shows what it loses beside linear transforms. */
class RateDistortionIT {
    private static final String EXPERIMENT =
            """
            name = codec
            source = wfdb
            wfdb {
              window = 256
              stride = 256
              standardise = true
              annotator = null
            }
            ingest {
              shards = 1
              validation = 0
              test = 0.5
            }
            network {
              architecture = lapped
              bottleneck = 160
              output = identity
              rate-weight = 0.05
              lapped {
                stride = 8
                channels = 5
                kernel = 24
                hidden = 6
                hidden-kernel = 3
              }
            }
            training.epochs = 1
            cluster {
              k = 2
              restarts = 1
              max-iterations = 2
            }
            report.samples = 2
            spark {
              master = "local[2]"
              sql.shuffle.partitions = 2
            }
            """;

    @TempDir private Path folder;

    @Test
    void theReportOfACodecShowsItBesideTransformsAtEqualBits() throws Exception {
        writeRecords();
        Path experiment = Files.writeString(folder.resolve("codec.conf"), EXPERIMENT);
        JsonNode summary = job("run", experiment).assertDone().summary();

        Path metrics = Path.of(summary.path("rate_distortion").asText().replace("file:", ""));
        assertThat(metrics)
                .isEqualTo(
                        folder.resolve("store/results/rate-distortion")
                                .resolve(summary.path("run").asText())
                                .resolve("metrics.json"));
        JsonNode measured = new ObjectMapper().readTree(metrics.toFile());
        assertThat(measured.path("samples").asInt()).isEqualTo(256);
        int windows =
                measured.path("training_windows").asInt() + measured.path("test_windows").asInt();
        assertThat(windows).isEqualTo(4 * (EcgRecords.SAMPLES / 256));
        JsonNode points = measured.path("points");
        assertThat(points.findValuesAsText("coder"))
                .contains("network", "wavelet", "dct", "pca")
                .hasSizeGreaterThan(12);
        for (JsonNode point : points) {
            double rate = 11.0 / point.path("ratio").asInt();
            assertThat(point.path("bits_per_sample").asDouble()).isCloseTo(rate, within(0.001));
            assertThat(point.path("worst_prdn").asDouble())
                    .isGreaterThan(point.path("prdn").asDouble());
            assertThat(
                            summary.path("prdn_by_ratio")
                                    .path(point.path("coder").asText())
                                    .path(point.path("ratio").asText()))
                    .isEqualTo(point.path("prdn"));
        }
        Path page = Path.of(summary.path("report").asText().replace("file:", ""));
        assertThat(page).content().contains("<h2 id=\"rate-distortion-title\">", "PRDN by bits");

        JobProcess again = job("report", experiment).assertDone();
        assertThat(again.errors()).contains("rate-distortion: file:" + metrics.getParent());
        assertThat(again.summary().path("prdn_by_ratio")).isEqualTo(summary.path("prdn_by_ratio"));
    }

    /** Four records of the same samples. */
    private void writeRecords() throws Exception {
        Path records = folder.resolve("ecg");
        EcgRecords.write(records);
        FileUtils.deleteDirectory(records.resolve("p01").toFile());
        Files.delete(records.resolve("flat.hea"));
        String header = Files.readString(records.resolve("100.hea"));
        for (String name : List.of("101", "102", "103")) {
            Files.writeString(
                    records.resolve(name + ".hea"), header.replaceFirst("^100 ", name + " "));
        }
    }

    private JobProcess job(String name, Path experiment) {
        return JobProcess.runHere(
                name,
                List.of(
                        "--conf",
                        experiment.toString(),
                        "store=" + folder.resolve("store"),
                        "wfdb.path=" + folder.resolve("ecg")));
    }
}
