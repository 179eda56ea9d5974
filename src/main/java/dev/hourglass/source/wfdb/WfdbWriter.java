package dev.hourglass.source.wfdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a record of one segment: all signals in one signal file, {@code <record>.dat}, annotation
 * files, and at last the header, {@code <record>.hea}, without which the rest is no record. Memory
 * does not grow with the length of the record.
 *
 * <p>The format is chosen before the first sample: 212 takes samples from -2047 to 2047, 16 those
 * from -32767 to 32767. Whoever computes samples limits them to that range.
 */
public final class WfdbWriter implements Closeable {
    /** Even, so that no block of format 212 ends within a byte. */
    private static final int BLOCK = 8192;

    /** A second of a thousand signals at 1 kHz. */
    private static final int MAX_SAMPLES_PER_FRAME = 1 << 20;

    /** The manual allows letters, digits and underscores; hyphens and dots are in use too. */
    private static final Pattern RECORD = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

    /** A name or an extension that is quoted in a message may be as long as its file. */
    private static final int MAX_REASON = 300;

    private final FileSystem files;
    private final Path folder;
    private final WfdbHeader header;
    private final SignalFormat format;
    private final List<Path> written = new ArrayList<>();
    private final FSDataOutputStream out;
    private final int[] samplesPerFrame;
    private final int[] initials;
    private final int[] sums;
    private final int[] block = new int[BLOCK];
    private final byte[] packed;
    private int filled;
    private long frames;
    private boolean finished;

    private WfdbWriter(FileSystem files, Path folder, WfdbHeader header, SignalFormat format)
            throws IOException {
        this.files = files;
        this.folder = folder;
        this.header = header;
        this.format = format;
        this.samplesPerFrame =
                header.signals().stream().mapToInt(SignalSpec::samplesPerFrame).toArray();
        this.initials = new int[samplesPerFrame.length];
        this.sums = new int[samplesPerFrame.length];
        this.packed = new byte[format.bytes(BLOCK)];
        this.out = create(header.name() + ".dat");
    }

    /**
     * Begins a record.
     *
     * @param folder where its files go; made if missing
     * @param header the record's name, rates, times, comments and signals; where and how these were
     *     stored, their first samples and checksums and the length are not looked at
     * @param format 16 or 212
     * @throws FileAlreadyExistsException where the folder has a record of that name
     * @throws MalformedRecordException where the format is another, the name might leave the folder
     *     or the header cannot be written so that it is read again as it is given
     */
    public static WfdbWriter create(FileSystem files, Path folder, WfdbHeader header, int format)
            throws IOException, MalformedRecordException {
        if (format != 16 && format != 212) {
            throw malformed(folder, "Records are written in format 16 or 212, not " + format);
        }
        requireWritable(header, folder);
        Path file = new Path(folder, header.name() + ".hea");
        if (files.exists(file)) {
            throw new FileAlreadyExistsException(file + " already exists");
        }
        return new WfdbWriter(files, folder, header, SignalFormat.of(format).orElseThrow());
    }

    /**
     * Requires what {@link #create} does of a header.
     *
     * @param path where it comes from or goes to
     */
    static void requireWritable(WfdbHeader header, Path path) throws MalformedRecordException {
        if (!RECORD.matcher(header.name()).matches()) {
            throw malformed(path, "A record cannot be written under the name " + header.name());
        }
        if (header.isMultiSegment()) {
            throw malformed(path, "A record is written in one segment");
        }
        long samples = header.signals().stream().mapToLong(SignalSpec::samplesPerFrame).sum();
        if (samples > MAX_SAMPLES_PER_FRAME) {
            throw malformed(
                    path,
                    "A frame of %d samples is longer than the %d that are written"
                            .formatted(samples, MAX_SAMPLES_PER_FRAME));
        }
        int[] zeros = new int[header.signals().size()];
        requireReadable(stored(header, 16, 0, zeros, zeros), path);
    }

    /** The greatest sample of a format that is written, 16 or 212; the least is as far below 0. */
    public static int greatestSample(int format) {
        return SignalFormat.of(format).orElseThrow().greatest();
    }

    /**
     * The smaller format that takes these samples.
     *
     * @param least the least sample that is not missing
     * @param greatest the greatest
     * @return 212, or else 16, which takes all samples that this package reads
     */
    public static int smallestFormat(int least, int greatest) {
        SignalFormat packed = SignalFormat.PACKED_12_BITS;
        return least > packed.missing() && greatest <= packed.greatest() ? 212 : 16;
    }

    /**
     * Writes the next frames.
     *
     * @param samples of each signal in turn its samples of these frames from position 0 on, in ADC
     *     units, {@link LeadReader#MISSING} for those not recorded
     * @param count how many frames
     * @throws MalformedRecordException where a sample is out of the format's range
     */
    public void write(int[][] samples, int count) throws IOException, MalformedRecordException {
        for (int signal = 0; signal < initials.length && frames == 0 && count > 0; signal++) {
            initials[signal] = stored(signal, samples[signal][0]);
        }
        for (int frame = 0; frame < count; frame++) {
            for (int signal = 0; signal < samplesPerFrame.length; signal++) {
                int end = (frame + 1) * samplesPerFrame[signal];
                for (int i = end - samplesPerFrame[signal]; i < end; i++) {
                    put(signal, samples[signal][i]);
                }
            }
            frames++;
        }
    }

    /**
     * Writes an annotation file of the record.
     *
     * @param annotator its extension
     * @throws FileAlreadyExistsException where the folder has it
     * @throws MalformedRecordException where the extension might leave the folder or is that of a
     *     header or signal file
     */
    public void writeAnnotations(String annotator, byte[] content)
            throws IOException, MalformedRecordException {
        if (!AnnotationFiles.isAnnotator(annotator)) {
            throw malformed(
                    folder, "Annotations cannot be written under the extension " + annotator);
        }
        try (FSDataOutputStream annotations = create(header.name() + "." + annotator)) {
            annotations.write(content);
        }
    }

    /**
     * Writes the last samples and then the header, and with it ends the record.
     *
     * @return the header written
     */
    public WfdbHeader finish() throws IOException, MalformedRecordException {
        flush();
        out.close();
        WfdbHeader complete = stored(header, format.number(), frames, initials, sums);
        String name = header.name() + ".hea";
        requireReadable(complete, new Path(folder, name));
        try (FSDataOutputStream text = create(name)) {
            text.write(complete.text().getBytes(StandardCharsets.UTF_8));
        }
        finished = true;
        return complete;
    }

    /** Deletes what was written of a record that was not finished. */
    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        try {
            out.close();
        } finally {
            for (Path path : written) {
                files.delete(path, false);
            }
        }
    }

    private static WfdbHeader stored(
            WfdbHeader header, int format, long frames, int[] initials, int[] sums) {
        List<SignalSpec> signals = new ArrayList<>();
        for (SignalSpec signal : header.signals()) {
            int position = signals.size();
            signals.add(
                    signal.storedIn(
                            header.name() + ".dat",
                            position,
                            format,
                            OptionalInt.of(initials[position]),
                            OptionalInt.of((short) sums[position])));
        }
        return header.inOneSegment(header.name(), frames, signals);
    }

    private static void requireReadable(WfdbHeader complete, Path path)
            throws MalformedRecordException {
        // What comes from a foreign file may hold a line end, or a number that its text belies.
        if (!WfdbHeader.parse(complete.text(), path.toString()).equals(complete)) {
            throw malformed(path, "The header would not be read again as it was given");
        }
    }

    private FSDataOutputStream create(String name) throws IOException {
        Path path = new Path(folder, name);
        FSDataOutputStream created = files.create(path, false);
        written.add(path);
        return created;
    }

    private void put(int signal, int sample) throws IOException, MalformedRecordException {
        int stored = stored(signal, sample);
        sums[signal] += stored;
        block[filled++] = stored;
        if (filled == BLOCK) {
            flush();
        }
    }

    private int stored(int signal, int sample) throws MalformedRecordException {
        if (sample > format.missing() && sample <= format.greatest()) {
            return sample;
        }
        if (sample == LeadReader.MISSING) {
            return format.missing();
        }
        throw new MalformedRecordException(
                new Path(folder, header.name() + ".dat").toString(),
                header.signals().get(signal).label() + ", frame " + frames,
                "The sample %d is out of the range of format %d, %d to %d"
                        .formatted(
                                sample, format.number(), format.missing() + 1, format.greatest()));
    }

    private void flush() throws IOException {
        format.encode(block, filled, packed);
        out.write(packed, 0, format.bytes(filled));
        filled = 0;
    }

    private static MalformedRecordException malformed(Path path, String reason) {
        return new MalformedRecordException(
                path.toString(), null, StringUtils.abbreviate(reason, MAX_REASON));
    }
}
