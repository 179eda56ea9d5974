package dev.hourglass.store;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
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
            rename(written, target);
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
            if (present) {
                rename(target, aside);
            }
            try {
                publish(target);
            } catch (RuntimeException e) {
                if (present) {
                    restore(aside, target);
                }
                throw e;
            }
            fileSystem.delete(aside, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore(Path aside, Path target) throws IOException {
        try {
            rename(aside, target);
        } catch (FileAlreadyExistsException e) {
            // Another run has replaced it meanwhile.
            fileSystem.delete(aside, true);
        }
    }

    /** Unlike {@link FileSystem#rename}, fails where the target exists: it never moves into it. */
    private void rename(Path from, Path to) throws IOException {
        if (!(fileSystem instanceof LocalFileSystem local)) {
            FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
                    .rename(from, to, Options.Rename.NONE);
            return;
        }
        // On local disks FileContext looks first and renames then, and copies into what another run
        // published in between.
        java.nio.file.Path target = local.pathToFile(to).toPath();
        try {
            Files.move(local.pathToFile(from).toPath(), target);
        } catch (FileSystemException e) {
            if (Files.exists(target)) {
                throw (IOException) new FileAlreadyExistsException(e.getMessage()).initCause(e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            fileSystem.delete(path, true);
            fileSystem.cancelDeleteOnExit(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
