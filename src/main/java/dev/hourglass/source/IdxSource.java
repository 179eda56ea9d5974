package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Grey images in IDX files, as MNIST and its relatives come in: unsigned bytes of shape [count,
 * height, width], with labels [count], gzipped or not. Samples are called {@code train/000000} or
 * {@code test/000000} after their file and place in it; the label is the label byte in decimal.
 * Training images leave their split open, test images are bound to {@code test}.
 *
 * <p>The driver reads headers only. Executors read the rest, in ranges; see {@link IdxRange}. A
 * file is whole or the job fails: images of a truncated file are not used.
 */
public final class IdxSource implements SampleSource {
    private final IdxSettings settings;

    public IdxSource(IdxSettings settings) {
        this.settings = settings;
    }

    @Override
    public String description() {
        String description = "IDX images " + name(settings.trainImages());
        return settings.testImages() == null
                ? description
                : description + ", test images " + name(settings.testImages());
    }

    /** [height, width, 1] unsigned bytes, the same for training and test images. */
    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return inspect(hadoop(spark)).tensorSpec();
    }

    /**
     * @throws HourglassException as {@link #tensorSpec} does; a task that finds a file shorter or
     *     longer than its header promises fails with SOURCE_MALFORMED, which Spark wraps
     */
    @Override
    public Dataset<Row> read(SparkSession spark) {
        Files files = inspect(hadoop(spark));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<IdxRange> ranges = files.ranges(context.defaultParallelism());
        SerializableConfiguration hadoop = new SerializableConfiguration(hadoop(spark));
        JavaRDD<Row> rows =
                context.parallelize(ranges, ranges.size())
                        .flatMap(range -> rows(range, hadoop.value()));
        return spark.createDataFrame(rows, SampleColumns.schema());
    }

    private static Iterator<Row> rows(IdxRange range, Configuration hadoop) {
        IdxRows rows = new IdxRows(range, hadoop);
        TaskCompletionListener close = task -> rows.close();
        TaskContext.get().addTaskCompletionListener(close);
        return rows;
    }

    private Files inspect(Configuration hadoop) {
        Files files =
                new Files(
                        images(settings.trainImages(), hadoop),
                        labels(settings.trainLabels(), hadoop),
                        images(settings.testImages(), hadoop),
                        labels(settings.testLabels(), hadoop));
        files.check();
        return files;
    }

    private static IdxFile images(String path, Configuration hadoop) {
        return path == null ? null : IdxFile.inspect(path, 3, hadoop);
    }

    private static IdxFile labels(String path, Configuration hadoop) {
        return path == null ? null : IdxFile.inspect(path, 1, hadoop);
    }

    private static Configuration hadoop(SparkSession spark) {
        return spark.sparkContext().hadoopConfiguration();
    }

    private static String name(String path) {
        return new Path(path).getName();
    }

    /** The files of the settings; null where the settings are. */
    private record Files(
            IdxFile trainImages, IdxFile trainLabels, IdxFile testImages, IdxFile testLabels) {
        TensorSpec tensorSpec() {
            List<Integer> dimensions = trainImages.header().dimensions();
            return TensorSpec.image(dimensions.get(1), dimensions.get(2), 1);
        }

        List<IdxRange> ranges(int parallelism) {
            List<IdxRange> ranges = new ArrayList<>();
            ranges.addAll(IdxRange.of("train", null, trainImages, trainLabels, parallelism));
            if (testImages != null) {
                ranges.addAll(IdxRange.of("test", "test", testImages, testLabels, parallelism));
            }
            return ranges;
        }

        void check() {
            checkLabels(trainImages, trainLabels);
            if (testImages == null) {
                return;
            }
            checkLabels(testImages, testLabels);
            List<Integer> train = trainImages.header().dimensions().subList(1, 3);
            List<Integer> test = testImages.header().dimensions().subList(1, 3);
            if (!train.equals(test)) {
                throw new HourglassException(
                        ErrorCode.SOURCE_MALFORMED,
                        "Training images are %s pixels, test images %s".formatted(train, test),
                        testImages.path(),
                        "use test images of the same height and width");
            }
        }

        private static void checkLabels(IdxFile images, IdxFile labels) {
            if (labels != null && labels.header().count() != images.header().count()) {
                throw new HourglassException(
                        ErrorCode.SOURCE_MALFORMED,
                        "There are %d labels for %d images"
                                .formatted(labels.header().count(), images.header().count()),
                        labels.path(),
                        "use the label file that belongs to " + images.path());
            }
        }
    }
}
