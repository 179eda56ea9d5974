package dev.hourglass.source.synthetic;

import dev.hourglass.source.DType;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Synthetic ECG, generated on the executors: records of {@link EcgGenerator} cut into windows that
 * do not overlap. The group is the record, the label its rhythm; {@code record}, {@code lead} and
 * {@code start} (samples) are columns of their own.
 *
 * <p>Samples are stored as a 12-bit converter would: 200 units a mV, from −2048 to 2047 (±10.24
 * mV), where larger voltages stay.
 */
public final class EcgsynSource implements SampleSource {
    private static final int UNITS_A_MILLIVOLT = 200;
    private static final int LOWEST_UNIT = -2048;
    private static final int HIGHEST_UNIT = 2047;
    private static final String LEAD = "synthetic";

    private static final StructType SCHEMA =
            SampleColumns.schema(
                    new StructField("record", DataTypes.StringType, true, Metadata.empty()),
                    new StructField("lead", DataTypes.StringType, true, Metadata.empty()),
                    new StructField("start", DataTypes.LongType, true, Metadata.empty()));

    private final EcgsynSettings settings;
    private final long seed;

    /**
     * @param seed the configuration's top-level {@code seed}
     */
    public EcgsynSource(EcgsynSettings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    @Override
    public String description() {
        String rhythms =
                settings.rhythms().stream().map(Rhythm::label).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "ECGSYN %d records of %s s at %s Hz (%s), noise %s mV, baseline wander %s mV, seed %d",
                settings.records(),
                settings.seconds(),
                settings.frequency(),
                rhythms,
                settings.noise(),
                settings.baselineWander(),
                seed);
    }

    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return new TensorSpec(
                DType.INT16,
                List.of(settings.window(), 1),
                "WC",
                1.0 / UNITS_A_MILLIVOLT,
                0,
                "mV",
                settings.frequency());
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        return samples(spark.range(settings.records()));
    }

    /** The samples of the records whose numbers are given, a record's all in one partition. */
    Dataset<Row> samples(Dataset<Long> records) {
        EcgsynSettings settings = this.settings;
        long seed = this.seed;
        FlatMapFunction<Long, Row> windows = record -> windows(settings, seed, record);
        return records.flatMap(windows, Encoders.row(SCHEMA));
    }

    /** Generates each window when it is asked for, so that one at a time is held. */
    private static Iterator<Row> windows(EcgsynSettings settings, long seed, long number) {
        EcgGenerator generator = EcgGenerator.of(settings, seed, number);
        String record = String.format(Locale.ROOT, "ecgsyn-%06d", number);
        double[] millivolts = new double[settings.window()];
        // Sequential, so that the generator's stream is read in order.
        return IntStream.range(0, settings.windows())
                .mapToObj(
                        window -> {
                            generator.fill(millivolts);
                            long start = (long) window * settings.window();
                            return SampleColumns.sample(
                                    String.format(Locale.ROOT, "%s/%07d", record, start),
                                    record,
                                    generator.rhythm().label(),
                                    null,
                                    encode(millivolts),
                                    record,
                                    LEAD,
                                    start);
                        })
                .iterator();
    }

    private static byte[] encode(double[] millivolts) {
        ByteBuffer tensor =
                ByteBuffer.allocate(millivolts.length * DType.INT16.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : millivolts) {
            long units = Math.round(value * UNITS_A_MILLIVOLT);
            tensor.putShort((short) Math.max(LOWEST_UNIT, Math.min(HIGHEST_UNIT, units)));
        }
        return tensor.array();
    }
}
