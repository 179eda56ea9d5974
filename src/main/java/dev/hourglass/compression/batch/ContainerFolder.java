package dev.hourglass.compression.batch;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** A folder of {@code .hgc} containers, as the driver lists it and executors read it. */
public final class ContainerFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The extension of a container. */
    static final String CONTAINER = ".hgc";

    private final String root;
    private final SerializableConfiguration hadoop;

    /**
     * @throws HourglassException SOURCE_UNREADABLE where the path's file system is not known
     */
    public ContainerFolder(SparkSession spark, String path) {
        this.hadoop = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        try {
            // In full: executors have working directories of their own.
            Path folder = new Path(path);
            this.root = folder.getFileSystem(hadoop.value()).makeQualified(folder).toString();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("The path cannot be used: " + e.getMessage(), path, e);
        }
    }

    /**
     * The containers at any depth, as full paths in their order.
     *
     * @throws HourglassException SOURCE_UNREADABLE where the folder cannot be listed or has none
     */
    List<String> containers() {
        List<String> containers = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> listing = files().listFiles(new Path(root), true);
            while (listing.hasNext()) {
                String path = listing.next().getPath().toString();
                if (path.endsWith(CONTAINER)) {
                    containers.add(path);
                }
            }
        } catch (FileNotFoundException e) {
            throw unreadable("The folder does not exist", root, e);
        } catch (IOException e) {
            throw unreadable("The folder cannot be listed: " + e.getMessage(), root, e);
        }
        if (containers.isEmpty()) {
            throw unreadable("The folder holds no containers (" + CONTAINER + ")", root, null);
        }
        containers.sort(null);
        return containers;
    }

    /** A container's path in the folder without the extension: {@code 100}, {@code p01/s0010}. */
    String recordName(String container) {
        String relative = container.substring(root.length());
        relative = relative.startsWith(Path.SEPARATOR) ? relative.substring(1) : relative;
        return relative.substring(0, relative.length() - CONTAINER.length());
    }

    FileSystem files() throws IOException {
        return new Path(root).getFileSystem(hadoop.value());
    }

    private static HourglassException unreadable(String what, String path, Throwable cause) {
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                what,
                "decompression.path, " + path,
                "point decompression.path to a readable folder of .hgc files",
                cause);
    }
}
