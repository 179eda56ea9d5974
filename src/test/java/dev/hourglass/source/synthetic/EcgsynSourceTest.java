package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.SharedSpark;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class EcgsynSourceTest {
    private static final List<Rhythm> ALL = List.of(Rhythm.values());
    private static final EcgsynSettings SETTINGS =
            new EcgsynSettings(30, 7, 100, 200, ALL, 0.02, 0.1);

    @Test
    void everyRecordGivesItsWholeWindowsInOrder(SparkSession spark) {
        List<Row> rows = Rows.byId(new EcgsynSource(SETTINGS, 42).read(spark));

        assertThat(rows).hasSize(30 * 3);
        assertThat(rows.stream().limit(4).map(row -> row.<String>getAs(SampleColumns.ID)))
                .containsExactly(
                        "ecgsyn-000000/0000000",
                        "ecgsyn-000000/0000200",
                        "ecgsyn-000000/0000400",
                        "ecgsyn-000001/0000000");
        Row row = rows.get(2);
        assertThat(row.<String>getAs(SampleColumns.GROUP)).isEqualTo("ecgsyn-000000");
        assertThat(row.<String>getAs("record")).isEqualTo("ecgsyn-000000");
        assertThat(row.<String>getAs("lead")).isEqualTo("synthetic");
        assertThat(row.<Long>getAs("start")).isEqualTo(400);
        assertThat(row.<Object>getAs(SampleColumns.SPLIT)).isNull();
        assertThat(row.<Object>getAs(SampleColumns.REJECTION)).isNull();
    }

    @Test
    void aRecordHasOneRhythmAndAllRhythmsAreDrawn(SparkSession spark) {
        List<Row> rows = Rows.byId(new EcgsynSource(SETTINGS, 42).read(spark));

        assertThat(
                        rows.stream()
                                .map(row -> row.getAs("record") + " " + row.getAs("label"))
                                .distinct())
                .hasSize(30);
        assertThat(rows.stream().map(row -> row.<String>getAs("label")).distinct())
                .containsExactlyInAnyOrder(
                        "normal",
                        "bradycardia",
                        "tachycardia",
                        "atrial-fibrillation",
                        "ventricular-ectopy");
    }

    @Test
    void tensorsHoldTheGeneratorsSamplesToHalfAUnit(SparkSession spark) {
        EcgsynSource source = new EcgsynSource(SETTINGS, 42);
        TensorSpec spec = source.tensorSpec(spark);
        double[] expected = new double[600];
        EcgGenerator.of(SETTINGS, 42, 4).fill(expected);

        float[] actual = new float[600];
        for (Row row : Rows.byId(source.read(spark).where("record = 'ecgsyn-000004'"))) {
            byte[] tensor = row.getAs(SampleColumns.TENSOR);
            assertThat(tensor).hasSize(spec.bytes());
            spec.decode(tensor, actual, (int) row.<Long>getAs("start").longValue());
        }

        assertThat(spec.shape()).containsExactly(200, 1);
        assertThat(spec.layout()).isEqualTo("WC");
        assertThat(spec.unit()).isEqualTo("mV");
        assertThat(spec.frequency()).isEqualTo(100);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(0.00251));
        }
    }

    @Test
    void voltagesBeyondTheConverterStayAtItsEnds(SparkSession spark) {
        EcgsynSettings loud = new EcgsynSettings(1, 10, 100, 1000, ALL, 10, 0);
        EcgsynSource source = new EcgsynSource(loud, 42);
        float[] millivolts = new float[1000];
        byte[] tensor = source.read(spark).first().getAs(SampleColumns.TENSOR);
        source.tensorSpec(spark).decode(tensor, millivolts, 0);

        float lowest = 0;
        float highest = 0;
        for (float value : millivolts) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }

        assertThat(lowest).isEqualTo(-10.24f);
        assertThat(highest).isCloseTo(10.235f, within(1e-5f));
    }

    @Test
    void rowsDoNotDependOnThePartitionsButOnTheSeed(SparkSession spark) {
        EcgsynSource source = new EcgsynSource(SETTINGS, 42);

        List<Row> one = Rows.byId(source.samples(spark.range(0, 30, 1, 1)));

        assertThat(Rows.byId(source.samples(spark.range(0, 30, 1, 7)))).isEqualTo(one);
        assertThat(Rows.byId(source.read(spark))).isEqualTo(one);
        assertThat(Rows.tensors(new EcgsynSource(SETTINGS, 43).read(spark)))
                .doesNotContainAnyElementsOf(Rows.tensors(source.read(spark)));
    }

    @Test
    void generationIsSpreadOverTheCores(SparkSession spark) {
        assertThat(new EcgsynSource(SETTINGS, 42).read(spark).rdd().getNumPartitions())
                .isEqualTo(spark.sparkContext().defaultParallelism());
    }

    @Test
    void descriptionNamesWhatMakesTheData() {
        assertThat(new EcgsynSource(SETTINGS, 42).description())
                .isEqualTo(
                        "ECGSYN 30 records of 7.0 s at 100.0 Hz (normal, bradycardia, tachycardia,"
                                + " atrial-fibrillation, ventricular-ectopy), noise 0.02 mV,"
                                + " baseline wander 0.1 mV, seed 42");
    }
}
