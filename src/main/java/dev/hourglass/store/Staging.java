package dev.hourglass.store;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A folder that is written aside and renamed when whole. Closed without having been published, it
 * is deleted; Spark's readers skip it in any case, since its path begins with an underscore.
 */
public final class Staging implements AutoCloseable {
    private final FileSystem fileSystem;
    private final Path path;

    Staging(FileSystem fileSystem, Path path) {
        this.fileSystem = fileSystem;
        this.path = path;
        try {
            fileSystem.mkdirs(path);
            // For an interrupt: Hadoop's shutdown hook deletes what close() then cannot.
            fileSystem.deleteOnExit(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder to write into. */
    public Path path() {
        return path;
    }

    /**
     * Renames the folder to {@code target} in one step.
     *
     * @throws HourglassException with STORE_CONFLICT where {@code target} exists: another run was
     *     faster
     */
    public void publish(Path target) {
        publish(path, target);
    }

    /** As {@link #publish(Path)}, for a folder that Spark made inside this one. */
    public void publish(Path written, Path target) {
        try {
            fileSystem.mkdirs(target.getParent());
            // Unlike FileSystem.rename, this fails where the target exists instead of moving into
            // it.
            FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
                    .rename(written, target, Options.Rename.NONE);
        } catch (FileAlreadyExistsException e) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "Another run published the same folder first",
                    target.toString(),
                    "use what is there, or delete it and run this job again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Publishes in the place of what is at {@code target}, which is moved aside first: a reader may
     * for a moment find nothing, but never a mixture.
     */
    public void replace(Path target) {
        Path aside = path.suffix("-replaced");
        try {
            boolean present = fileSystem.exists(target);
            if (present && !fileSystem.rename(target, aside)) {
                throw new IOException(target + " cannot be moved aside");
            }
            try {
                publish(target);
            } catch (RuntimeException e) {
                if (present) {
                    fileSystem.rename(aside, target);
                }
                throw e;
            }
            fileSystem.delete(aside, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            fileSystem.delete(path, true);
            fileSystem.cancelDeleteOnExit(path);
            Path run = path.getParent();
            if (fileSystem.exists(run) && fileSystem.listStatus(run).length == 0) {
                fileSystem.delete(run, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
