package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.source.wfdb.Annotation;
import dev.hourglass.source.wfdb.AnnotationReader;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The first leads of the MIT-BIH Arrhythmia Database, in the folder of real data. */
public final class MitBih {
    /** Samples a second, Hz. */
    public static final double FREQUENCY = 360;

    private final Path folder;

    private MitBih(Path folder) {
        this.folder = folder;
    }

    /** Skips the test that calls it where there are no real data. */
    public static MitBih open() {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        return new MitBih(Path.of(data, "mitbih"));
    }

    /** All records there are. */
    public List<String> records() {
        String[] headers = folder.toFile().list((directory, file) -> file.endsWith(".hea"));
        assertThat(headers).isNotNull().hasSizeBetween(40, 48);
        return Arrays.stream(headers).map(file -> file.replace(".hea", "")).sorted().toList();
    }

    /** In ADC units, 200 a mV. */
    public double[] firstLead(String record) throws IOException, MalformedRecordException {
        LeadSamples samples =
                WfdbRecord.open(files(), path(record + ".hea")).lead(Optional.empty()).verified();
        int[] units = new int[(int) samples.length()];
        try (LeadReader reader = samples.reader()) {
            reader.read(units, 0, units.length);
        }
        return Arrays.stream(units).asDoubleStream().toArray();
    }

    /** Symbols by the numbers of samples. */
    public NavigableMap<Long, String> beats(String record)
            throws IOException, MalformedRecordException {
        TreeMap<Long, String> beats = new TreeMap<>();
        try (AnnotationReader reader = AnnotationReader.open(files(), path(record + ".atr"))) {
            for (Optional<Annotation> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                next.filter(Annotation::isBeat)
                        .ifPresent(beat -> beats.put(beat.time(), beat.symbol()));
            }
        }
        return beats;
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private static FileSystem files() throws IOException {
        return FileSystem.getLocal(new Configuration());
    }
}
