package dev.hourglass.compression;

import dev.hourglass.compression.StoredWindow.Mode;
import dev.hourglass.compression.entropy.DpcmDecoder;
import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;

/** Reads the windows of one block, one after the other, as {@link WindowEncoder} wrote them. */
final class WindowDecoder {
    private static final int MAX_ERROR = 1 << 22;

    private final CodeTables tables;
    private final int codeWidth;
    private final WindowModels models = new WindowModels();
    private final DpcmDecoder corrections = new DpcmDecoder();
    private final DpcmDecoder samples = new DpcmDecoder();
    private final RangeDecoder in;

    /**
     * @param codeWidth numbers of a code
     */
    WindowDecoder(CodeTables tables, int codeWidth, RangeDecoder in) {
        this.tables = tables;
        this.codeWidth = codeWidth;
        this.in = in;
    }

    /**
     * @param segment samples of the window's segment
     * @throws MalformedCodeException where no encoder has written this
     */
    StoredWindow decode(int segment) throws MalformedCodeException {
        Mode mode = Mode.values()[models.modes.decode(in)];
        Gaps gaps = models.gaps.decode(in) == 0 ? Gaps.NONE : gaps(segment);
        WindowScale scale = null;
        int[] code = null;
        if (mode != Mode.PREDICTED) {
            scale = scale();
            code = new int[codeWidth];
            tables.decode(in, code);
        }
        int maximumError = 0;
        int[] numbers = null;
        if (mode != Mode.TRANSFORMED) {
            maximumError = within(WindowModels.LENGTHS.decode(in), 0, MAX_ERROR, "maximum error");
            numbers = new int[gaps.recorded(segment)];
            DpcmDecoder decoder = mode == Mode.CORRECTED ? corrections : samples;
            decoder.decode(in, numbers, 0, numbers.length, maximumError);
        }
        return new StoredWindow(mode, gaps, scale, code, maximumError, numbers);
    }

    private Gaps gaps(int segment) throws MalformedCodeException {
        int count = within(WindowModels.LENGTHS.decode(in), 1, segment + 1, "number of runs");
        int[] runs = new int[count];
        int left = segment;
        for (int i = 0; i < count; i++) {
            runs[i] = within(WindowModels.LENGTHS.decode(in), 0, left, "length of a run");
            left -= runs[i];
        }
        return new Gaps(runs);
    }

    private WindowScale scale() throws MalformedCodeException {
        int octaves =
                within(
                        (long) WindowModels.OCTAVES.decode(in) + models.expectedOctaves(),
                        0,
                        WindowScale.MAX_OCTAVES,
                        "deviation");
        long steps = (long) WindowModels.STEPS.decode(in) + models.expectedSteps(octaves);
        WindowScale scale = new WindowScale(octaves, within(steps, -(1 << 25), 1 << 25, "mean"));
        models.learn(scale);
        return scale;
    }

    private static int within(long value, int least, int most, String what)
            throws MalformedCodeException {
        if (value < least || value > most) {
            throw new MalformedCodeException("The " + what + " is " + value);
        }
        return (int) value;
    }
}
