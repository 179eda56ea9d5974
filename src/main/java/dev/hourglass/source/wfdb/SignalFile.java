package dev.hourglass.source.wfdb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A signal file: frames, in each of which every signal of the file has its samples in turn. */
final class SignalFile {
    private final FileSystem files;
    private final Path path;
    private final SignalFormat format;
    private final List<SignalSpec> signals;
    private final OptionalLong promisedFrames;
    private OptionalLong verifiedFrames = OptionalLong.empty();

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
     * Reads the file through and compares its length and every signal's first sample and checksum
     * with the header. Where the header does not state the length, the others are placeholders and
     * nothing is compared. A file is read once, however many of its signals ask.
     *
     * @return how many frames there are: what the header promises, or the whole frames in the file
     *     where it promises nothing
     * @throws MalformedRecordException where the file is missing, shorter than promised or damaged
     */
    long verify() throws IOException, MalformedRecordException {
        if (verifiedFrames.isEmpty()) {
            long frames = frames();
            if (promisedFrames.isPresent()) {
                compare(frames);
            }
            verifiedFrames = OptionalLong.of(frames);
        }
        return verifiedFrames.getAsLong();
    }

    /**
     * How many frames the header promises, or the whole frames in the file where it promises none.
     *
     * @throws MalformedRecordException where the file is missing or shorter than promised
     */
    long frames() throws IOException, MalformedRecordException {
        long bytes = length();
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
     * A reader of one of the file's signals, from sample 0 of the record on.
     *
     * @param frames what {@link #verify} returned
     */
    SignalReader reader(SignalSpec signal, long frames) throws IOException {
        long before = samplesPerFrame(signals.subList(0, signals.indexOf(signal)));
        return new SignalReader(
                stream(frames),
                signal,
                before,
                samplesPerFrame() - before - signal.samplesPerFrame(),
                frames * signal.samplesPerFrame(),
                format.missing());
    }

    private void compare(long frames) throws IOException, MalformedRecordException {
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

    private long length() throws IOException, MalformedRecordException {
        try {
            FileStatus status = files.getFileStatus(path);
            if (status.isFile()) {
                return status.getLen();
            }
        } catch (FileNotFoundException e) {
            // Reported below, as a folder of that name is.
        }
        throw new MalformedRecordException(path.toString(), null, "The signal file is missing");
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
