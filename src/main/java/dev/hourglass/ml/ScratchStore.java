package dev.hourglass.ml;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.store.Store;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;
import scala.Option;

/**
 * A store for one training, which is deleted when it is closed.
 *
 * @param store below the folder that was asked for
 */
record ScratchStore(Store store) implements AutoCloseable {
    /**
     * Makes a store.
     *
     * @param folder of the user's; empty for the checkpoint folder, or the scratch space of the one
     *     process that Spark is
     * @throws HourglassException with CONFIGURATION where there is no folder that all executors
     *     reach, STORE_UNWRITABLE where it cannot be written
     */
    static ScratchStore open(SparkSession spark, Optional<String> folder) {
        SparkContext context = spark.sparkContext();
        String parent = folder.orElseGet(() -> usual(context));
        Path root = new Path(parent, "hourglass-" + UUID.randomUUID());
        return new ScratchStore(Store.open(root.toString(), context.hadoopConfiguration()));
    }

    @Override
    public void close() {
        try {
            store.fileSystem().delete(store.root(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String usual(SparkContext context) {
        Option<String> checkpoints = context.getCheckpointDir();
        if (checkpoints.isDefined()) {
            return checkpoints.get();
        }
        if (context.isLocal()) {
            return new File(Utils.getLocalDir(context.conf())).toURI().toString();
        }
        throw new HourglassException(
                ErrorCode.CONFIGURATION,
                "There is no folder for fit's copy of the input that all executors reach",
                "workFolder",
                "call setWorkFolder(\"hdfs:///tmp\"), or setCheckpointDir on the SparkContext");
    }
}
