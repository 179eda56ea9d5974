package dev.hourglass.testing;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A source whose rows a test made.
 *
 * @param tensor what it says of its tensors
 * @param schema of the rows
 * @param rows in the order they are read
 * @param partitions they are read in
 */
public record MemorySource(TensorSpec tensor, StructType schema, List<Row> rows, int partitions)
        implements SampleSource {
    /** Pixels of a sample of {@link #images}. */
    public static final int PIXELS = 4;

    /** Samples or rejected rows in the columns that every source has. */
    public static MemorySource of(TensorSpec tensor, List<Row> rows) {
        return new MemorySource(tensor, SampleColumns.schema(), rows, 2);
    }

    /** As many 2 × 2 images as asked for, each different, with row(i) to make the i-th. */
    public static MemorySource images(int count, IntFunction<Row> row) {
        return of(TensorSpec.image(2, 2, 1), IntStream.range(0, count).mapToObj(row).toList());
    }

    /** As many 2 × 2 images as asked for, each different, with label and without group. */
    public static MemorySource images(int count) {
        return images(count, i -> image(i, null, null));
    }

    /** The i-th image. */
    public static Row image(int i, String group, String split) {
        return SampleColumns.sample(id(i), group, "label-" + i % 3, split, pixels(i));
    }

    /** The i-th image's id. */
    public static String id(int i) {
        return String.format("image/%05d", i);
    }

    /** The i-th image's tensor. */
    public static byte[] pixels(int i) {
        return new byte[] {(byte) i, (byte) (i >> 8), (byte) (7 * i), 1};
    }

    /** The same rows in another order, in this many partitions. */
    public MemorySource shuffled(int partitions, long seed) {
        List<Row> other = new ArrayList<>(rows);
        Collections.shuffle(other, new Random(seed));
        return new MemorySource(tensor, schema, other, partitions);
    }

    @Override
    public String description() {
        return "rows in memory";
    }

    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return tensor;
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(rows, partitions),
                schema);
    }
}
