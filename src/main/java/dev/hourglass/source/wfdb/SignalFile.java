package dev.hourglass.source.wfdb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A signal file: frames, in each of which every signal of the file has its samples in turn. */
final class SignalFile {
    private final FileSystem files;
    private final Path path;
    private final SignalFormat format;
    private final List<SignalSpec> signals;
    private final OptionalLong promisedFrames;

    /**
     * @param header the header that lists the file, in the same folder
     * @param file its name
     */
    SignalFile(FileSystem files, Path folder, WfdbHeader header, String file, SignalFormat format) {
        this.files = files;
        this.path = new Path(folder, file);
        this.format = format;
        this.signals =
                header.signals().stream()
                        .filter(signal -> !signal.isNull() && signal.file().equals(file))
                        .toList();
        this.promisedFrames = header.samples();
    }

    /**
     * How many frames there are: what the header promises, or the whole frames the file holds where
     * it promises nothing.
     *
     * @throws MalformedRecordException where the file is missing or shorter than promised
     */
    long frames() throws IOException, MalformedRecordException {
        long bytes;
        try {
            bytes = files.getFileStatus(path).getLen();
        } catch (FileNotFoundException e) {
            throw new MalformedRecordException(path.toString(), null, "The signal file is missing");
        }
        long held = format.samples(Math.max(0, bytes - byteOffset())) / samplesPerFrame();
        if (promisedFrames.isPresent() && held < promisedFrames.getAsLong()) {
            throw new MalformedRecordException(
                    path.toString(),
                    "byte " + bytes,
                    "The file ends after %d of the %d samples a signal that the header promises"
                            .formatted(held, promisedFrames.getAsLong()));
        }
        return promisedFrames.orElse(held);
    }

    /**
     * Reads the file through and compares every signal's first sample and checksum with the header.
     * Where the header does not state the length they are placeholders, and nothing is compared.
     */
    void verify() throws IOException, MalformedRecordException {
        long frames = frames();
        if (promisedFrames.isEmpty()) {
            return;
        }
        int[] sums = new int[signals.size()];
        int[] initials = new int[signals.size()];
        try (SampleStream stream = stream(frames)) {
            for (long frame = 0; frame < frames; frame++) {
                for (int i = 0; i < sums.length; i++) {
                    for (int k = 0; k < signals.get(i).samplesPerFrame(); k++) {
                        int sample = stream.next();
                        sums[i] += sample;
                        initials[i] = frame == 0 && k == 0 ? sample : initials[i];
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            compare(signals.get(i), initials[i], (short) sums[i]);
        }
    }

    /** A reader of one of the file's signals, from sample 0 of the record on. */
    SignalReader reader(SignalSpec signal) throws IOException, MalformedRecordException {
        long frames = frames();
        long before = samplesPerFrame(signals.subList(0, signals.indexOf(signal)));
        return new SignalReader(
                stream(frames),
                signal,
                before,
                samplesPerFrame() - before - signal.samplesPerFrame(),
                frames * signal.samplesPerFrame(),
                format.missing());
    }

    private void compare(SignalSpec signal, int initial, short checksum)
            throws MalformedRecordException {
        if (signal.initialValue().orElse(initial) != initial) {
            throw mismatch(signal, "first sample", initial, signal.initialValue().getAsInt());
        }
        // The stated sum may be spelt signed or unsigned: 16 bits of it count.
        if ((short) signal.checksum().orElse(checksum) != checksum) {
            throw mismatch(signal, "checksum", checksum, signal.checksum().getAsInt());
        }
    }

    private MalformedRecordException mismatch(
            SignalSpec signal, String what, int found, int promised) {
        return new MalformedRecordException(
                path.toString(),
                "signal " + signal.index(),
                "The %s of %s is %d and the header promises %d"
                        .formatted(what, signal.label(), found, promised));
    }

    private SampleStream stream(long frames) throws IOException {
        FSDataInputStream in = files.open(path);
        try {
            in.seek(byteOffset());
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return new SampleStream(in, format, frames * samplesPerFrame());
    }

    private long byteOffset() {
        return signals.get(0).byteOffset();
    }

    private long samplesPerFrame() {
        return samplesPerFrame(signals);
    }

    private static long samplesPerFrame(List<SignalSpec> signals) {
        return signals.stream().mapToLong(SignalSpec::samplesPerFrame).sum();
    }
}
