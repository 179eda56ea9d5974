package dev.hourglass.source;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * A folder of PNG, JPEG, BMP and PGM images, at any depth; see {@link ImageListing} for which files
 * are taken and {@link ImageTensor} for what becomes of them.
 *
 * <p>A sample is called after its path in the folder, {@code cats/7.png}, and labelled with the
 * name of the folder it is in; directly in the root it has no label. With a test folder, ids start
 * with {@code train/} or {@code test/}, so that they stay unique, and the latter are bound to the
 * split {@code test}; else splits are open.
 *
 * <p>Executors list the files, one task a folder directly in the root, then read and decode them
 * one at a time, evenly spread; the driver sees no file names. An image that is damaged, too large
 * or none at all becomes a rejected row; a file or folder that cannot be read fails the job.
 */
public final class ImageFolderSource implements SampleSource {
    /** So that a core that is done early finds more to do. */
    private static final int TASKS_PER_CORE = 4;

    private final ImageFolderSettings settings;

    public ImageFolderSource(ImageFolderSettings settings) {
        this.settings = settings;
    }

    @Override
    public String description() {
        String description = "images in " + new Path(settings.path()).getName();
        return settings.testPath() == null
                ? description
                : description + ", test images in " + new Path(settings.testPath()).getName();
    }

    /**
     * [height, width, channels] unsigned bytes. Looks only for the first image of each folder.
     *
     * @throws HourglassException with SOURCE_UNREADABLE if there is none, and with CONFIGURATION if
     *     one folder is inside the other
     */
    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Path train = folderOfImages(settings.path(), hadoop);
        if (settings.testPath() != null) {
            checkApart(train.toUri(), folderOfImages(settings.testPath(), hadoop).toUri());
        }
        return TensorSpec.image(settings.height(), settings.width(), settings.colour().channels());
    }

    /**
     * @throws HourglassException as {@link #tensorSpec} does; a task that cannot read a file or
     *     folder fails with SOURCE_UNREADABLE, which Spark wraps
     */
    @Override
    public Dataset<Row> read(SparkSession spark) {
        tensorSpec(spark);
        if (settings.testPath() == null) {
            return read(spark, settings.path(), "", null);
        }
        return read(spark, settings.path(), "train/", null)
                .union(read(spark, settings.testPath(), "test/", "test"));
    }

    private Dataset<Row> read(SparkSession spark, String path, String prefix, String split) {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        SerializableConfiguration hadoop = new SerializableConfiguration(configuration);
        Path root = qualified(path, configuration);
        String rootName = root.toString();
        List<String> folders = new ArrayList<>(List.of(rootName));
        ImageListing.subfolders(root, configuration).forEach(sub -> folders.add(sub.toString()));

        FlatMapFunction<String, Tuple2<String, Long>> list =
                folder ->
                        ImageListing.of(new Path(folder), !folder.equals(rootName), hadoop.value());
        ImageRows decode = new ImageRows(settings, hadoop, root.toUri(), prefix, split);
        int tasks = TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
        return spark.createDataset(folders, Encoders.STRING())
                .flatMap(list, Encoders.tuple(Encoders.STRING(), Encoders.LONG()))
                .repartition(tasks, col("_1"))
                .map(decode, Encoders.row(SampleColumns.schema()));
    }

    private static Path folderOfImages(String path, Configuration hadoop) {
        Path root = qualified(path, hadoop);
        try {
            if (!root.getFileSystem(hadoop).getFileStatus(root).isDirectory()) {
                throw unreadable("The path is a file, not a folder", path, null);
            }
        } catch (IOException e) {
            throw unreadable("The folder cannot be read: " + e.getMessage(), path, e);
        }
        if (!ImageListing.of(root, true, hadoop).hasNext()) {
            throw unreadable("The folder holds no image", path, null);
        }
        return root;
    }

    private static Path qualified(String path, Configuration hadoop) {
        try {
            Path folder = new Path(path);
            return folder.getFileSystem(hadoop).makeQualified(folder);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("The path cannot be used: " + e.getMessage(), path, e);
        }
    }

    /** Images in both folders would be trained on and tested with. */
    private static void checkApart(URI train, URI test) {
        if (!train.relativize(test).isAbsolute() || !test.relativize(train).isAbsolute()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "One of %s and %s is inside the other".formatted(train, test),
                    "images.test-path",
                    "keep training and test images in folders of their own");
        }
    }

    private static HourglassException unreadable(String what, String path, Exception cause) {
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                what,
                path,
                "name a folder with PNG, JPEG, BMP or PGM images that this user may read",
                cause);
    }
}
