package dev.hourglass.source;

import dev.hourglass.source.wfdb.Annotation;
import dev.hourglass.source.wfdb.AnnotationReader;
import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The beats of a record: the symbol of each by the sample of its R peak. */
public final class WfdbBeats {
    /** Four million annotations: a month of beats. What a file holds beyond it is no annotation. */
    private static final long MAX_BYTES = 8L << 20;

    private final NavigableMap<Long, String> symbols = new TreeMap<>();

    /** No beats. */
    public WfdbBeats() {}

    /**
     * Reads a record's annotations.
     *
     * @param frequency samples of the lead a second, Hz
     * @param frames frames of the record a second, Hz: the annotations' clock unless they state one
     * @throws java.io.FileNotFoundException where there are none
     */
    public static WfdbBeats read(FileSystem files, Path path, double frequency, double frames)
            throws IOException, MalformedRecordException {
        if (files.getFileStatus(path).getLen() > MAX_BYTES) {
            throw new MalformedRecordException(
                    path.toString(),
                    null,
                    "The annotations are longer than " + MAX_BYTES + " bytes");
        }
        WfdbBeats beats = new WfdbBeats();
        try (AnnotationReader reader = AnnotationReader.open(files, path)) {
            for (Optional<Annotation> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                Annotation annotation = next.get();
                if (annotation.isBeat()) {
                    double ticks = reader.ticksPerSecond().orElse(frames);
                    long sample = Math.round(annotation.time() * frequency / ticks);
                    // A beat that is annotated in several signals is still one beat.
                    beats.symbols.putIfAbsent(sample, annotation.symbol());
                }
            }
        }
        return beats;
    }

    /** All beats, in the order of their samples. */
    public NavigableMap<Long, String> symbols() {
        return symbols;
    }

    /**
     * The most frequent symbol of the beats from sample {@code from} to before {@code to}, the
     * first in the alphabet where several are as frequent; null where there is no beat.
     */
    String label(long from, long to) {
        Map<String, Integer> counts = new TreeMap<>();
        symbols.subMap(from, to).values().forEach(symbol -> counts.merge(symbol, 1, Integer::sum));
        String label = null;
        int most = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                label = entry.getKey();
                most = entry.getValue();
            }
        }
        return label;
    }
}
