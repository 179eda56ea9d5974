package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.DType;
import dev.hourglass.source.SignalScale;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.source.wfdb.WfdbRecord;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.EcgRecords;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.Models;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records are compressed and come back, by a network that has learnt nothing. */
class CompressIT {
    private static final int WINDOW = 512;

    @TempDir private Path folder;
    private Path records;

    @BeforeEach
    void writeRecords() throws Exception {
        records = folder.resolve("ecg");
        EcgRecords.write(records);
        publish(1);
    }

    @Test
    void recordsComeBackAsTheyWereWithinThePromise() throws Exception {
        new RecordFolder(records).text("broken.hea", "broken 1 360 100\nbroken.dat 16\n");
        JsonNode compressed =
                compress("compression.max-error=0.05", "ingest.max-rejected=0.3")
                        .assertDone()
                        .summary();

        assertThat(compressed.path("records").asInt()).isEqualTo(3);
        assertThat(compressed.path("rejected_records").asInt()).isEqualTo(1);
        Path results = path(compressed, "compressed").getParent();
        List<Row> rejected = table(results.resolve("rejected")).collectAsList();
        assertThat(rejected).hasSize(1);
        assertThat(rejected.get(0).<String>getAs("id")).isEqualTo("broken");
        assertThat(rejected.get(0).<String>getAs("reason")).contains("missing");
        requireMeasured(results);

        JsonNode back = decompress("compression.max-error=0.05").assertDone().summary();
        assertThat(back.path("records").asInt()).isEqualTo(3);
        assertThat(back.path("damages").asInt()).isZero();
        Path decompressed = path(back, "decompressed");
        for (String name : List.of("100", "flat", "p01/noise")) {
            requireSame(name, new RecordFolder(decompressed));
        }
        assertThat(decompressed.resolve("100.atr"))
                .hasSameBinaryContentAs(records.resolve("100.atr"));

        JsonNode again = compress("compression.max-error=0.05").assertDone().summary();
        assertThat(again.path("metrics")).isEqualTo(compressed.path("metrics"));
        assertThat(decompress("compression.max-error=0.05").assertDone().errors())
                .contains("is there already");
    }

    @Test
    void recordsOfAnotherSamplingRateAreResampled() throws Exception {
        Path header = records.resolve("100.hea");
        Files.writeString(header, Files.readString(header).replace("100 2 360 ", "100 2 250 "));
        FileUtils.deleteDirectory(records.resolve("p01").toFile());
        JsonNode compressed =
                compress("compression.target-ratio=3", "compression.max-error=0.05")
                        .assertDone()
                        .summary();

        JsonNode windows = json(path(compressed, "metrics")).path("windows");
        int count = 0;
        for (String mode : List.of("transformed", "corrected", "replaced", "predicted")) {
            count += windows.path(mode).asInt();
        }
        // Windows of 356 and 512 samples, of which 12 and 16 are shared.
        int samples = EcgRecords.SAMPLES;
        assertThat(count).isEqualTo(2 * ((samples + 343) / 344) + (samples + 495) / 496);
        Path decompressed =
                path(
                        decompress("compression.target-ratio=3", "compression.max-error=0.05")
                                .assertDone()
                                .summary(),
                        "decompressed");
        for (String name : List.of("100", "flat")) {
            requireSame(name, new RecordFolder(decompressed));
        }
    }

    @Test
    void whatIsWrongWithFilesIsReported() throws Exception {
        Path compressed =
                path(compress("compression.max-prdn=20").assertDone().summary(), "compressed");
        Path copy = folder.resolve("copy");
        FileUtils.copyDirectory(compressed.toFile(), copy.toFile());
        byte[] damaged = Files.readAllBytes(copy.resolve("100.hgc"));
        damaged[damaged.length / 2] ^= 0x10;
        Files.write(copy.resolve("100.hgc"), damaged);
        Files.write(copy.resolve("flat.hgc"), new byte[] {1, 2, 3});
        publish(2);

        decompress("decompression.path=" + copy)
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "compressed with another model than ecg/2",
                        "needs the model ecg/1 whose weights have the SHA-256",
                        "give name=ecg compression.version=1");
        decompress("decompression.path=" + copy, "compression.version=1")
                .assertFailed(
                        ErrorCode.TOO_MANY_REJECTED,
                        "1 of 3 records were rejected",
                        "flat.hgc",
                        "ingest.max-rejected");
        JsonNode back =
                decompress(
                                "decompression.path=" + copy,
                                "compression.version=1",
                                "ingest.max-rejected=0.5")
                        .assertDone()
                        .summary();

        assertThat(back.path("records").asInt()).isEqualTo(2);
        assertThat(back.path("rejected_records").asInt()).isEqualTo(1);
        assertThat(back.path("damaged_records").asInt()).isEqualTo(1);
        assertThat(back.path("lost_windows").asInt()).isEqualTo(32);
        Row damage =
                table(path(back, "decompressed").resolveSibling("damages"))
                        .filter("windows > 0")
                        .head();
        assertThat(damage.<String>getAs("record")).isEqualTo("100");
        assertThat(damage.<Long>getAs("windows")).isEqualTo(32);
        assertThat(damage.<Long>getAs("byte")).isBetween(0L, damaged.length / 2L);
    }

    @Test
    void theRateIsChosenByItsTarget() throws Exception {
        FileUtils.deleteDirectory(records.resolve("p01").toFile());
        JsonNode byRatio = compress("compression.target-ratio=3").assertDone().summary();
        assertThat(byRatio.path("ratio").asDouble()).isCloseTo(3, within(0.1));
        JsonNode byBits = compress("compression.bits=3").assertDone().summary();
        assertThat(byBits.path("bits_per_sample").asDouble()).isCloseTo(3, within(0.1));
        JsonNode rate = json(path(byBits, "metrics")).path("rate");
        assertThat(rate.path("step")).isEqualTo(byBits.path("quantiser_step"));

        compress("compression.target-prdn=0.001")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "No quantiser of this model",
                        "compression.target-prdn 0.001; with the step 0.015625",
                        "another target");
    }

    @Test
    void modelsThatWereNotTrainedToCompressAreRefused() {
        Models.publish(
                Datasets.store(folder),
                "ecg",
                Autoencoder.initial(Specs.codec(WINDOW), 2),
                "digest");
        compress()
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "not trained on standardised windows",
                        "ecg/2",
                        "wfdb.standardise=true");
    }

    /** Header, annotations and length as they were, and every sample within 0.05 mV. */
    private void requireSame(String name, RecordFolder decompressed) throws Exception {
        WfdbRecord before = new RecordFolder(records).open(name);
        WfdbRecord after = decompressed.open(name);
        assertThat(after.header().text().replaceAll("( -?\\d+){2} 0 lead", " lead"))
                .isEqualTo(before.header().text().replaceAll("( -?\\d+){2} 0 lead", " lead"));
        List<Lead> leads = before.leads();
        for (int lead = 0; lead < leads.size(); lead++) {
            int[] original = RecordFolder.samples(leads.get(lead));
            int[] back = RecordFolder.samples(after.leads().get(lead));
            assertThat(back).hasSameSizeAs(original);
            for (int i = 0; i < back.length; i++) {
                if (original[i] == LeadReader.MISSING || back[i] == LeadReader.MISSING) {
                    assertThat(back[i]).isEqualTo(original[i]);
                } else {
                    assertThat(Math.abs(back[i] - original[i])).isLessThanOrEqualTo(10);
                }
            }
        }
    }

    private static void requireMeasured(Path results) throws IOException {
        List<Row> leads =
                table(results.resolve("leads")).orderBy("record", "signal").collectAsList();
        assertThat(leads).hasSize(4);
        Row first = leads.get(0);
        assertThat(first.<String>getAs("record")).isEqualTo("100");
        assertThat(first.<Long>getAs("samples")).isEqualTo(EcgRecords.SAMPLES);
        assertThat(first.<Double>getAs("max_error")).isLessThanOrEqualTo(0.05);
        assertThat(first.<Long>getAs("reference_beats"))
                .isEqualTo(EcgRecords.SAMPLES / EcgRecords.INTERVAL);
        assertThat(first.<Double>getAs("sensitivity")).isGreaterThan(0.98);
        List<Row> types = first.getList(first.fieldIndex("beat_types"));
        assertThat(types).extracting(type -> type.getString(0)).contains("N", "V");
        assertThat(first.<String>getList(first.fieldIndex("left_out")).get(0)).contains("100.xws");
        double bits = leads.stream().mapToDouble(row -> row.<Double>getAs("bits")).sum();
        long bytes = 0;
        for (String name : List.of("100", "flat", "p01/noise")) {
            bytes += Files.size(results.resolve("records/" + name + ".hgc"));
        }
        assertThat(bits).isCloseTo(8.0 * bytes, within(1e-6));

        JsonNode metrics = json(results.resolve("metrics.json"));
        assertThat(metrics.path("size").path("ratio").asDouble())
                .isCloseTo(4.0 * 12 * EcgRecords.SAMPLES / bits, within(1e-9));
        JsonNode windows = metrics.path("windows");
        int count = 0;
        for (String mode : List.of("transformed", "corrected", "replaced", "predicted")) {
            count += windows.path(mode).asInt();
        }
        assertThat(count).isEqualTo(4 * ((EcgRecords.SAMPLES + 495) / 496));
        assertThat(metrics.path("statistics").path("max_error").path("worst").asDouble())
                .isLessThanOrEqualTo(0.05);
    }

    private void publish(long seed) {
        TensorSpec tensor =
                new TensorSpec(
                        DType.FLOAT32, List.of(WINDOW, 1), "WC", 1, 0, SignalScale.UNIT, 360);
        try (Autoencoder network = Autoencoder.initial(Specs.codec(WINDOW), seed)) {
            Models.publish(Datasets.store(folder), "ecg", network, "digest", tensor);
        }
    }

    private JobProcess compress(String... more) {
        return job("compress", more);
    }

    private JobProcess decompress(String... more) {
        return job("decompress", more);
    }

    private JobProcess job(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "name=ecg",
                                "store=" + folder,
                                "compression.path=" + records,
                                "spark.master=local[2]"));
        arguments.addAll(Arrays.asList(more));
        return JobProcess.runHere(name, arguments);
    }

    private static Dataset<Row> table(Path path) {
        return SharedSpark.session().read().parquet(path.toString());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static Path path(JsonNode summary, String key) {
        return Path.of(summary.path(key).asText().replace("file:", ""));
    }
}
