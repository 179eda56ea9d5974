package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;
import scala.Tuple2;

/**
 * The image files of a folder, path and length, listed lazily: a page of them is held at a time.
 * Files are taken by their extension, in upper or lower case; files and folders whose names start
 * with "." or "_" are passed over, as in Spark's readers. (Spark's own {@code binaryFile} passes
 * over empty files, too: they would be lost without a word.)
 */
final class ImageListing implements Iterator<Tuple2<String, Long>> {
    private static final List<String> EXTENSIONS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".pgm");

    private final Path folder;
    private final RemoteIterator<LocatedFileStatus> images;

    private ImageListing(Path folder, RemoteIterator<LocatedFileStatus> files) {
        this.folder = folder;
        this.images = RemoteIterators.filteringRemoteIterator(files, this::isImage);
    }

    /**
     * @param folder qualified
     * @param recursive whether its subfolders are listed, too
     * @throws HourglassException with SOURCE_UNREADABLE, here or while iterating
     */
    static ImageListing of(Path folder, boolean recursive, Configuration hadoop) {
        try {
            return new ImageListing(
                    folder, folder.getFileSystem(hadoop).listFiles(folder, recursive));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /**
     * The folders directly in {@code folder} that are not passed over.
     *
     * @throws HourglassException with SOURCE_UNREADABLE
     */
    static List<Path> subfolders(Path folder, Configuration hadoop) {
        try {
            RemoteIterator<FileStatus> folders =
                    RemoteIterators.filteringRemoteIterator(
                            folder.getFileSystem(hadoop).listStatusIterator(folder),
                            entry -> entry.isDirectory() && isVisible(entry.getPath().getName()));
            return RemoteIterators.toList(
                    RemoteIterators.mappingRemoteIterator(folders, FileStatus::getPath));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            return images.hasNext();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    @Override
    public Tuple2<String, Long> next() {
        try {
            FileStatus image = images.next();
            return new Tuple2<>(image.getPath().toString(), image.getLen());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private boolean isImage(FileStatus file) {
        String relative = folder.toUri().relativize(file.getPath().toUri()).getPath();
        String lowerCase = relative.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(lowerCase::endsWith)
                && Arrays.stream(relative.split("/")).allMatch(ImageListing::isVisible);
    }

    private static boolean isVisible(String name) {
        return !name.startsWith(".") && !name.startsWith("_");
    }

    private static HourglassException unreadable(Path folder, IOException cause) {
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                "The folder cannot be listed: " + cause.getMessage(),
                folder.toString(),
                "check that it exists and that this user may read it and all folders in it",
                cause);
    }
}
