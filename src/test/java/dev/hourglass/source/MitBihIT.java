package dev.hourglass.source;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.source.WfdbSettings.Segmentation;
import dev.hourglass.source.wfdb.Annotation;
import dev.hourglass.source.wfdb.AnnotationReader;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.SignalSpec;
import dev.hourglass.source.wfdb.WfdbRecord;
import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The MIT-BIH Arrhythmia Database against what its authors publish about it. */
@Tag("real-data")
@ExtendWith(SharedSpark.class)
class MitBihIT {
    private static final int SAMPLES = 650_000;

    private Path folder;

    @BeforeEach
    void needsTheDatabase() {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        folder = Path.of(data, "mitbih");
    }

    @Test
    void everyLeadMatchesItsChecksum() throws Exception {
        int leads = 0;
        for (String name : headers()) {
            WfdbRecord record = open(name);
            for (SignalSpec signal : record.header().signals()) {
                Lead lead = record.lead(Optional.of(signal.description()));
                assertThat(signal.checksum()).isPresent();
                assertThat(lead.verified().length()).isEqualTo(SAMPLES);
                assertThat(lead.unit()).isEqualTo("mV");
                leads++;
            }
        }
        assertThat(leads).isGreaterThanOrEqualTo(80);
    }

    @Test
    void record100StartsAsPublished() throws Exception {
        LeadSamples samples = open("100.hea").lead(Optional.of("MLII")).verified();
        int[] first = new int[10];
        try (LeadReader reader = samples.reader()) {
            reader.read(first, 0, first.length);
        }

        assertThat(first).containsExactly(995, 995, 995, 995, 995, 995, 995, 995, 1000, 997);
        assertThat(samples.calibration(0).orElseThrow().physical(first[0])).isEqualTo(-0.145);
    }

    @Test
    void record100HasTheBeatsThatAreCountedInItsDocumentation() throws Exception {
        List<String> beats = new ArrayList<>();
        try (AnnotationReader reader = AnnotationReader.open(files(), path("100.atr"))) {
            for (Optional<Annotation> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                next.filter(Annotation::isBeat).map(Annotation::symbol).ifPresent(beats::add);
            }
        }

        assertThat(beats.stream().collect(groupingBy(beat -> beat, counting())))
                .isEqualTo(Map.of("N", 2239L, "A", 33L, "V", 1L));
    }

    @Test
    void everyRecordBecomes325Windows(SparkSession spark) {
        WfdbSource source = source("MLII", Segmentation.WINDOWS);

        assertThat(source.tensorSpec(spark))
                .isEqualTo(
                        new TensorSpec(
                                DType.INT16, List.of(2000, 1), "WC", 0.005, -5.12, "mV", 360));
        List<Row> records =
                source.read(spark)
                        .groupBy("record", "lead")
                        .agg(count("tensor"), count("rejection"), max(length(col("tensor"))))
                        .orderBy("record")
                        .collectAsList();
        assertThat(records).hasSameSizeAs(headers());
        assertThat(records)
                .allSatisfy(
                        row -> {
                            assertThat(row.getLong(2)).isEqualTo(325);
                            assertThat(row.getLong(3)).isZero();
                            assertThat(row.getInt(4)).isEqualTo(4000);
                        });
        assertThat(records)
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .contains("100 MLII", "104 V5", "234 MLII");
    }

    @Test
    void theBeatsOfRecord100AreCutAroundTheirPeaks(SparkSession spark) {
        Dataset<Row> beats =
                source("MLII", Segmentation.BEATS).read(spark).filter("record = '100'");

        // 2,273 beats, of which the first, at sample 77, is nearer the start than 90 samples, and
        // the last, at 649,991, nearer the end than 110.
        assertThat(beats.groupBy("label").count().collectAsList())
                .extracting(row -> row.getString(0) + " " + row.getLong(1))
                .containsExactlyInAnyOrder("N 2237", "A 33", "V 1");
    }

    private WfdbSource source(String lead, Segmentation segment) {
        return new WfdbSource(
                new WfdbSettings(
                        folder.toString(),
                        lead,
                        segment,
                        2000,
                        2000,
                        90,
                        110,
                        false,
                        false,
                        "atr"));
    }

    private List<String> headers() {
        String[] names = folder.toFile().list((directory, name) -> name.endsWith(".hea"));
        assertThat(names).isNotNull().hasSizeBetween(40, 48);
        return List.of(names);
    }

    private WfdbRecord open(String name) throws Exception {
        return WfdbRecord.open(files(), path(name));
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private static FileSystem files() throws Exception {
        return FileSystem.getLocal(new Configuration());
    }
}
