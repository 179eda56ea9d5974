package dev.hourglass.store;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One root folder on any Hadoop file system, and where everything in it lies: datasets, runs,
 * models, embeddings and results. What is written goes through {@link Staging}, so that no reader
 * ever sees half of anything.
 */
public final class Store {
    /** No file that is read whole into memory (manifests, metrics) may be longer. Bytes. */
    private static final long MAX_TEXT_BYTES = 64L << 20;

    /** So often a file is read that others replace meanwhile. */
    private static final int READ_ATTEMPTS = 10;

    /** Where everything is written before it is published. */
    private static final String STAGING = "_staging";

    /** Schemes of file systems in which a rename is a copy of one object after the other. */
    private static final Set<String> OBJECT_STORES = Set.of("s3a", "s3", "gs");

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final FileSystem fileSystem;
    private final Path root;

    private Store(FileSystem fileSystem, Path root) {
        this.fileSystem = fileSystem;
        this.root = root;
    }

    /**
     * Opens the store, creating its root, and makes sure that it can be written.
     *
     * @throws HourglassException with STORE_UNWRITABLE where it cannot
     */
    public static Store open(String location, Configuration hadoop) {
        try {
            Path path = new Path(location);
            FileSystem fileSystem = path.getFileSystem(hadoop);
            // Checksums that Hadoop keeps beside local files would hide in every folder of the
            // store.
            fileSystem.setWriteChecksum(false);
            Path root = fileSystem.makeQualified(path);
            Path probe = new Path(root, STAGING + "/_probe-" + UUID.randomUUID());
            if (!fileSystem.mkdirs(probe.getParent())) {
                throw new IOException("the folder cannot be created");
            }
            try (FSDataOutputStream out = fileSystem.create(probe, false)) {
                // A full disk lets files be created, but not a byte be written.
                out.write(0);
            } finally {
                fileSystem.delete(probe, false);
            }
            return new Store(fileSystem, root);
        } catch (IOException | RuntimeException e) {
            // Hadoop throws exceptions of many types for locations that it does not know.
            throw new HourglassException(
                    ErrorCode.STORE_UNWRITABLE,
                    "The store cannot be written",
                    "store = " + location + ": " + e.getMessage(),
                    "give a folder that this user may write, with free space: store=…",
                    e);
        }
    }

    public FileSystem fileSystem() {
        return fileSystem;
    }

    public Path root() {
        return root;
    }

    public Path dataset(String name) {
        return new Path(root, "datasets/" + name);
    }

    /** The folder of everything one run wrote that is not data: configuration, metrics, report. */
    public Path run(String runId) {
        return new Path(root, "runs/" + runId);
    }

    public Path models(String name) {
        return new Path(root, "models/" + name);
    }

    public Path model(String name, int version) {
        return new Path(models(name), Integer.toString(version));
    }

    /** The partition folder of one extraction; Spark and Hive read model and date from its path. */
    public Path embeddings(String name, int version, LocalDate date) {
        return new Path(embeddings(name), "model=" + version + "/date=" + date);
    }

    /** Everything that was extracted under a name, of all models and dates. */
    public Path embeddings(String name) {
        return new Path(root, "embeddings/" + name);
    }

    /** What was extracted from files that arrived in a folder, by one version of a model. */
    public Path stream(String name, int version) {
        return new Path(root, "streams/" + name + "/model=" + version);
    }

    public Path results(String job, String runId) {
        return new Path(root, "results/" + job + "/" + runId);
    }

    /** A fresh folder to write {@code step} of a run into before it is published. */
    public Staging stage(String runId, String step) {
        return new Staging(
                fileSystem,
                new Path(
                        root,
                        String.join(
                                "-", STAGING + "/" + runId, step, UUID.randomUUID().toString())));
    }

    /**
     * Deletes what jobs that were killed left in {@code _staging}; running jobs write newer files.
     *
     * @param age of the newest file of what is deleted, at least
     */
    public void removeLeftovers(Duration age) {
        long limit = System.currentTimeMillis() - age.toMillis();
        list(new Path(root, STAGING)).forEach(folder -> removeLeftover(folder, limit));
    }

    private void removeLeftover(FileStatus folder, long limit) {
        try {
            boolean abandoned = folder.getModificationTime() < limit;
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder.getPath(), true);
            while (abandoned && files.hasNext()) {
                abandoned = files.next().getModificationTime() < limit;
            }
            if (abandoned) {
                fileSystem.delete(folder.getPath(), true);
            }
        } catch (IOException e) {
            // Another user's, or deleted by another job in this moment: no reason not to go on.
            LOG.debug("{} is left as it is", folder.getPath(), e);
        }
    }

    public boolean exists(Path path) {
        try {
            return fileSystem.exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of a folder in name order; none where it does not exist. */
    public List<FileStatus> list(Path folder) {
        try {
            FileStatus[] entries = fileSystem.listStatus(folder);
            Arrays.sort(entries);
            return List.of(entries);
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a small UTF-8 file whole.
     *
     * @throws HourglassException with STORE_CORRUPT where it is missing, unreadable or not small
     */
    public String readText(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "A file of the store cannot be read",
                    file + ": " + e.getMessage(),
                    "delete its folder and run the job that wrote it again",
                    e);
        }
    }

    private String read(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (FSDataInputStream in = fileSystem.open(file)) {
                if (fileSystem.getFileStatus(file).getLen() > MAX_TEXT_BYTES) {
                    throw new IOException("longer than " + MAX_TEXT_BYTES + " bytes");
                }
                return IOUtils.toString(in, StandardCharsets.UTF_8);
            } catch (PathIOException e) {
                // S3A asks for an object twice, and says so where it was replaced in between.
                if (attempt == READ_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Writes a UTF-8 file, replacing one that is there. */
    public void writeText(Path file, String text) {
        try (FSDataOutputStream out = fileSystem.create(file, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces a small UTF-8 file in one step, so that a reader finds the old text or the new one.
     */
    public void replaceText(Path file, String text) {
        if (isObjectStore(fileSystem)) {
            // An object is there, whole, when its stream has been closed.
            writeText(file, text);
            return;
        }
        Path written = new Path(root, STAGING + "/" + file.getName() + "-" + UUID.randomUUID());
        writeText(written, text);
        try {
            fileSystem.mkdirs(file.getParent());
            if (fileSystem instanceof LocalFileSystem local) {
                // Hadoop's local file system deletes the old file first.
                Files.move(
                        local.pathToFile(written).toPath(),
                        local.pathToFile(file).toPath(),
                        StandardCopyOption.ATOMIC_MOVE);
            } else {
                FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
                        .rename(written, file, Options.Rename.OVERWRITE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether folders cannot be renamed in one step, but objects are written in one. */
    static boolean isObjectStore(FileSystem fileSystem) {
        return OBJECT_STORES.contains(fileSystem.getScheme());
    }

    /** The time by the clock that dates this store's files. Milliseconds. */
    long now() {
        Path probe = new Path(root, STAGING + "/_clock-" + UUID.randomUUID());
        try (FSDataOutputStream out = fileSystem.create(probe, false)) {
            out.close();
            return fileSystem.getFileStatus(probe).getModificationTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(probe);
        }
    }

    /** Deletes a file or folder, if it is there. */
    public void delete(Path path) {
        try {
            fileSystem.delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
