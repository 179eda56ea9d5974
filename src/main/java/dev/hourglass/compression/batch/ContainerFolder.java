package dev.hourglass.compression.batch;

import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SourceFolder;
import org.apache.spark.sql.SparkSession;

/** A folder of {@code .hgc} containers. */
public final class ContainerFolder extends SourceFolder {
    private static final long serialVersionUID = 1L;

    /** The extension of a container. */
    static final String CONTAINER = ".hgc";

    private static final Contents CONTENTS = new Contents(CONTAINER, "containers", ".hgc files");

    /**
     * @throws HourglassException SOURCE_UNREADABLE where the path's file system is not known
     */
    public ContainerFolder(SparkSession spark, String path) {
        super(spark, "decompression.path", path, CONTENTS);
    }
}
