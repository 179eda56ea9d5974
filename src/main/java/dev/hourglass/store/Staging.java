package dev.hourglass.store;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A folder that is written aside and put in its place when whole. Closed without having been
 * published, it is deleted; Spark's readers skip it in any case, since its path begins with an
 * underscore.
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
     * Renames the folder to {@code target} in one step; on object stores, where there is no such
     * step, moves its files one by one.
     *
     * @param seal name of the file that is moved last: what is read must not be taken for whole
     *     without it
     * @throws HourglassException with STORE_CONFLICT where {@code target} exists: another run was
     *     faster
     */
    public void publish(Path target, String seal) {
        publish(path, target, seal);
    }

    /** As {@link #publish(Path, String)}, for a folder that Spark made inside this one. */
    public void publish(Path written, Path target, String seal) {
        try {
            if (Store.isObjectStore(fileSystem)) {
                move(written, target, seal);
            } else {
                fileSystem.mkdirs(target.getParent());
                rename(written, target);
            }
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
     * Publishes in the place of what is at {@code target}, which is moved aside first, or on object
     * stores deleted: a reader may for a moment find nothing, but never a mixture.
     *
     * @param seal as in {@link #publish(Path, String)}
     */
    public void replace(Path target, String seal) {
        try {
            if (Store.isObjectStore(fileSystem)) {
                fileSystem.delete(new Path(target, seal), false);
                publish(target, seal);
            } else {
                swap(target, seal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void swap(Path target, String seal) throws IOException {
        Path aside = path.suffix("-replaced");
        boolean present = fileSystem.exists(target);
        if (present) {
            rename(target, aside);
        }
        try {
            publish(target, seal);
        } catch (RuntimeException e) {
            if (present) {
                restore(aside, target);
            }
            throw e;
        }
        fileSystem.delete(aside, true);
    }

    private void restore(Path aside, Path target) throws IOException {
        try {
            rename(aside, target);
        } catch (FileAlreadyExistsException e) {
            // Another run has replaced it meanwhile.
            fileSystem.delete(aside, true);
        }
    }

    /** What an interrupted run left at the target, which has no seal, gives way. */
    private void move(Path from, Path to, String seal) throws IOException {
        if (fileSystem.exists(new Path(to, seal))) {
            throw new FileAlreadyExistsException(to.toString());
        }
        fileSystem.delete(to, true);
        fileSystem.mkdirs(to);
        for (FileStatus entry : fileSystem.listStatus(from)) {
            if (!entry.getPath().getName().equals(seal)) {
                moveInto(to, entry.getPath());
            }
        }
        moveInto(to, new Path(from, seal));
    }

    private void moveInto(Path folder, Path entry) throws IOException {
        if (!fileSystem.rename(entry, new Path(folder, entry.getName()))) {
            throw new IOException(entry + " cannot be moved into " + folder);
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
