package dev.hourglass.testing;

import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Short WFDB records at 360 Hz, of all kinds that a compressor has to bear. */
public final class EcgRecords {
    /** Samples of each lead. */
    public static final int SAMPLES = 20_000;

    /** From one beat to the next. */
    public static final int INTERVAL = 300;

    /** ADC units a mV. */
    public static final int GAIN = 200;

    private EcgRecords() {}

    /**
     * Writes records: {@code 100} of two leads with annotated beats, {@code p01/noise} of noise
     * with a gap, and {@code flat}, which is flat but for a saturated stretch.
     */
    public static void write(Path folder) throws IOException, MalformedRecordException {
        Random random = new Random(7);
        int[] first = beats(random, 300);
        write(folder, "100", 212, first, beats(random, -120));
        int[] annotations = IntStream.range(0, SAMPLES / INTERVAL + 1).map(i -> 1 << 10).toArray();
        for (int i = 0; i < annotations.length - 1; i++) {
            // Every fifth beat is a premature ventricular one.
            annotations[i] = (i % 5 == 4 ? 5 : 1) << 10 | (i == 0 ? INTERVAL / 2 : INTERVAL);
        }
        annotations[annotations.length - 1] = 0;
        new RecordFolder(folder).words("100.atr", annotations).text("100.xws", "no annotations");
        int[] noise = random.ints(SAMPLES, -30_000, 30_000).toArray();
        for (int i = 5000; i < 9000; i++) {
            noise[i] = LeadReader.MISSING;
        }
        write(folder.resolve("p01"), "noise", 16, noise);
        int[] flat = new int[SAMPLES];
        for (int i = 10_000; i < 11_000; i++) {
            flat[i] = 2047;
        }
        write(folder, "flat", 212, flat);
    }

    /** Writes a record of two leads of beats, without annotations. */
    public static void writeBeats(Path folder, String name, long seed)
            throws IOException, MalformedRecordException {
        Random random = new Random(seed);
        write(folder, name, 212, beats(random, 300), beats(random, -120));
    }

    private static int[] beats(Random random, int height) {
        int[] samples = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double away = i % INTERVAL - INTERVAL / 2.0;
            samples[i] =
                    (int)
                            Math.rint(
                                    height * Math.exp(-away * away / 20)
                                            + 30 * Math.sin(i / 500.0)
                                            + 2 * random.nextGaussian());
        }
        return samples;
    }

    private static void write(Path folder, String name, int format, int[]... signals)
            throws IOException, MalformedRecordException {
        StringBuilder text =
                new StringBuilder("%s %d 360 %d\n".formatted(name, signals.length, SAMPLES));
        for (int i = 0; i < signals.length; i++) {
            text.append("%s.dat %d %d/mV 12 0 0 0 0 lead %d\n".formatted(name, format, GAIN, i));
        }
        text.append("# written by a test\n");
        try (WfdbWriter writer =
                WfdbWriter.create(
                        FileSystem.getLocal(new Configuration()),
                        new org.apache.hadoop.fs.Path(folder.toUri()),
                        WfdbHeader.parse(text.toString(), name),
                        format)) {
            writer.write(signals, SAMPLES);
            writer.finish();
        }
    }
}
