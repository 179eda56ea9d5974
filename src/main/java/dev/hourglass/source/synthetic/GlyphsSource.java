package dev.hourglass.source.synthetic;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Drawn digits, generated on the executors: one grey channel, white on black, with the digit as the
 * label. Each digit is as likely as the others.
 */
public final class GlyphsSource implements SampleSource {
    private static final int DIGITS = 10;

    private final GlyphsSettings settings;
    private final long seed;

    /**
     * @param seed the configuration's top-level {@code seed}
     */
    public GlyphsSource(GlyphsSettings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "drawn digits, %d images of %d×%d pixels, noise %s, seed %d",
                settings.count(),
                settings.width(),
                settings.height(),
                settings.noise(),
                seed);
    }

    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return TensorSpec.image(settings.height(), settings.width(), 1);
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        return samples(spark.range(settings.count()));
    }

    /** The samples whose numbers are given. */
    Dataset<Row> samples(Dataset<Long> numbers) {
        GlyphsSettings settings = this.settings;
        long seed = this.seed;
        MapFunction<Long, Row> sample = number -> sample(settings, seed, number);
        return numbers.map(sample, Encoders.row(SampleColumns.schema()));
    }

    private static Row sample(GlyphsSettings settings, long seed, long number) {
        SplittableRandom random = Seeds.random(seed, number);
        int digit = random.nextInt(DIGITS);
        GlyphPainter painter =
                new GlyphPainter(settings.width(), settings.height(), settings.noise());
        return SampleColumns.sample(
                String.format(Locale.ROOT, "glyph-%08d", number),
                null,
                Integer.toString(digit),
                null,
                painter.paint(digit, random));
    }
}
