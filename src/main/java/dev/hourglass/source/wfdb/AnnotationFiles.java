package dev.hourglass.source.wfdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The annotation files that lie beside a record's header file under the same name, by their
 * extension, the annotator's name. Signal files and headers are not among them.
 *
 * @param files those that {@link AnnotationReader} reads to their end, in the order of their names
 * @param ignored the other files that are called like one
 */
public record AnnotationFiles(List<AnnotationFile> files, List<Ignored> ignored) {
    /** The longest annotation file taken: 8 MiB are four million beats. */
    public static final int MAX_BYTES = 8 << 20;

    private static final Pattern ANNOTATOR = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Set<String> OTHER_FILES = Set.of("hea", "dat");

    public AnnotationFiles {
        files = List.copyOf(files);
        ignored = List.copyOf(ignored);
    }

    /**
     * An annotation file.
     *
     * @param annotator the file's extension: {@code atr}
     */
    public record AnnotationFile(String annotator, Path path) {
        /**
         * The file's bytes.
         *
         * @throws IOException also where it has grown beyond {@link #MAX_BYTES}
         */
        public byte[] read(FileSystem fileSystem) throws IOException {
            try (InputStream in = fileSystem.open(path)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException(path + " has grown beyond " + MAX_BYTES + " bytes");
                }
                return bytes;
            }
        }
    }

    /**
     * A file that is called like an annotation file, and is none that is taken.
     *
     * @param reason one sentence without a full stop
     */
    public record Ignored(Path path, String reason) {}

    /** Whether a file of this extension may hold annotations: none of a header or of samples. */
    static boolean isAnnotator(String extension) {
        return ANNOTATOR.matcher(extension).matches()
                && OTHER_FILES.stream().noneMatch(extension::equalsIgnoreCase);
    }

    /**
     * Looks through a folder and reads what may be annotations.
     *
     * @param record the record's name
     * @param signalFiles names of files that hold its samples
     */
    static AnnotationFiles find(
            FileSystem fileSystem, Path folder, String record, Set<String> signalFiles)
            throws IOException {
        List<AnnotationFile> files = new ArrayList<>();
        List<Ignored> ignored = new ArrayList<>();
        RemoteIterator<FileStatus> listing = fileSystem.listStatusIterator(folder);
        while (listing.hasNext()) {
            FileStatus status = listing.next();
            String name = status.getPath().getName();
            boolean candidate =
                    status.isFile()
                            && name.startsWith(record + ".")
                            && isAnnotator(name.substring(record.length() + 1))
                            && !signalFiles.contains(name);
            if (!candidate) {
                continue;
            }
            Optional<String> objection = objection(fileSystem, status);
            if (objection.isPresent()) {
                ignored.add(new Ignored(status.getPath(), objection.get()));
            } else {
                String annotator = name.substring(record.length() + 1);
                files.add(new AnnotationFile(annotator, status.getPath()));
            }
        }
        files.sort(Comparator.comparing(AnnotationFile::annotator));
        ignored.sort(Comparator.comparing(Ignored::path));
        return new AnnotationFiles(files, ignored);
    }

    private static Optional<String> objection(FileSystem fileSystem, FileStatus status)
            throws IOException {
        if (status.getLen() > MAX_BYTES) {
            return Optional.of("The file is longer than " + MAX_BYTES + " bytes");
        }
        try (AnnotationReader reader = AnnotationReader.open(fileSystem, status.getPath())) {
            Optional<Annotation> annotation = reader.next();
            while (annotation.isPresent()) {
                annotation = reader.next();
            }
            return Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.of(e.reason());
        }
    }
}
