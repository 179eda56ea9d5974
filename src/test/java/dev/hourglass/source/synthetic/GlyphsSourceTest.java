package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.SharedSpark;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class GlyphsSourceTest {
    private static final GlyphsSettings SETTINGS = new GlyphsSettings(500, 20, 24, 0.05);
    private final GlyphsSource source = new GlyphsSource(SETTINGS, 42);

    @Test
    void rowsAreLabelledImagesOfTheSizeAskedFor(SparkSession spark) {
        List<Row> rows = Rows.byId(source.read(spark));
        TensorSpec spec = source.tensorSpec(spark);

        assertThat(spec).isEqualTo(TensorSpec.image(24, 20, 1));
        assertThat(rows).hasSize(500);
        assertThat(rows.get(17).<String>getAs(SampleColumns.ID)).isEqualTo("glyph-00000017");
        assertThat(rows)
                .allSatisfy(
                        row -> {
                            assertThat(row.<byte[]>getAs(SampleColumns.TENSOR))
                                    .hasSize(spec.bytes());
                            assertThat(row.<Object>getAs(SampleColumns.GROUP)).isNull();
                            assertThat(row.<Object>getAs(SampleColumns.SPLIT)).isNull();
                            assertThat(row.<Object>getAs(SampleColumns.REJECTION)).isNull();
                        });
    }

    @Test
    void digitsAreAboutAsFrequentAsEachOther(SparkSession spark) {
        List<Row> counts = source.read(spark).groupBy("label").count().collectAsList();

        assertThat(counts.stream().map(row -> row.getString(0)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(Integer::toString).toList());
        assertThat(counts).allSatisfy(row -> assertThat(row.getLong(1)).isBetween(25L, 80L));
    }

    @Test
    void rowsDoNotDependOnThePartitionsButOnTheSeed(SparkSession spark) {
        List<Row> one = Rows.byId(source.samples(spark.range(0, 500, 1, 1)));

        assertThat(Rows.byId(source.samples(spark.range(0, 500, 1, 7)))).isEqualTo(one);
        assertThat(Rows.byId(source.read(spark))).isEqualTo(one);
        assertThat(Rows.tensors(new GlyphsSource(SETTINGS, 43).read(spark)))
                .doesNotContainAnyElementsOf(Rows.tensors(source.read(spark)));
    }

    @Test
    void descriptionNamesWhatMakesTheData() {
        assertThat(source.description())
                .isEqualTo("drawn digits, 500 images of 20×24 pixels, noise 0.05, seed 42");
    }
}
