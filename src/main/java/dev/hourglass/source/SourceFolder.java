package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** A folder of files of one extension, as the driver lists it and executors read it. */
public abstract class SourceFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Tasks the files are spread over: more than most clusters have cores. */
    private static final int MAX_TASKS = 1000;

    private final String key;
    private final Contents contents;
    private final String root;
    private final SerializableConfiguration hadoop;

    /**
     * What a folder holds.
     *
     * @param extension of the files that are listed, with its dot
     * @param files what these are, for messages
     * @param all what they and the files beside them are, for messages
     */
    public record Contents(String extension, String files, String all) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param key the configuration's key that names the path, for messages
     * @throws HourglassException SOURCE_UNREADABLE where the path's file system is not known
     */
    protected SourceFolder(SparkSession spark, String key, String path, Contents contents) {
        this.key = key;
        this.contents = contents;
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
     * The files at any depth, as full paths in their order.
     *
     * @throws HourglassException SOURCE_UNREADABLE where the folder cannot be listed or has none
     */
    public List<String> list() {
        List<String> paths = new ArrayList<>();
        try {
            FileStatus status = files().getFileStatus(new Path(root));
            if (!status.isDirectory()) {
                throw unreadable("This is a file, not a folder", root, null);
            }
            RemoteIterator<LocatedFileStatus> listing = files().listFiles(status.getPath(), true);
            while (listing.hasNext()) {
                String path = listing.next().getPath().toString();
                if (path.endsWith(contents.extension())) {
                    paths.add(path);
                }
            }
        } catch (FileNotFoundException e) {
            throw unreadable("The folder does not exist", root, e);
        } catch (IOException e) {
            throw unreadable("The folder cannot be listed: " + e.getMessage(), root, e);
        }
        if (paths.isEmpty()) {
            throw unreadable(
                    "The folder holds no %s (%s)".formatted(contents.files(), contents.extension()),
                    root,
                    null);
        }
        paths.sort(null);
        return paths;
    }

    /** Paths of files, spread over tasks. */
    public static JavaRDD<String> distributed(SparkSession spark, List<String> paths) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(paths, Math.min(paths.size(), MAX_TASKS));
    }

    /** A file's path in the folder without the extension: {@code 100}, {@code p01/s0010}. */
    public String recordName(String path) {
        String relative = withoutExtension(path).substring(root.length());
        return relative.startsWith(Path.SEPARATOR) ? relative.substring(1) : relative;
    }

    /** The file of another extension beside a file. */
    public Path beside(String path, String extension) {
        return new Path(withoutExtension(path) + "." + extension);
    }

    /** Where the folder is. */
    public FileSystem files() throws IOException {
        return new Path(root).getFileSystem(hadoop.value());
    }

    private String withoutExtension(String path) {
        return path.substring(0, path.length() - contents.extension().length());
    }

    private HourglassException unreadable(String what, String path, Throwable cause) {
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                what,
                key + ", " + path,
                "point %s to a readable folder of %s".formatted(key, contents.all()),
                cause);
    }
}
