package dev.hourglass.compression.container;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a container says of its record and of how it was compressed.
 *
 * @param wfdb the text of the record's header file, as {@code WfdbHeader.text()} gives it; it is
 *     not looked into here
 * @param signals in the order of that text, at most 4,096
 * @param model the model's {@code name/version}
 * @param weightsSha256 of the model's weights file, in lower-case hexadecimal digits
 * @param window samples of the model's windows, 2 to 32,768
 * @param quantiserStep the width of a quantiser's interval, in units of what is quantised
 * @param promise how far the decompressed signals may be off
 * @param attachments what is attached, in its order
 */
public record HgcHeader(
        String wfdb,
        List<Signal> signals,
        String model,
        String weightsSha256,
        int window,
        double quantiserStep,
        Promise promise,
        List<AttachmentSize> attachments) {
    /** Bytes of an attachment. */
    static final int MAX_ATTACHMENT = 8 << 20;

    /** As many as a WFDB record has that is read. */
    static final int MAX_SIGNALS = 1 << 12;

    /** A frame tells its attachment by 32 bits, and none has so many. */
    private static final int MAX_ATTACHMENTS = 0xFFFF;

    /** 34 years at 1 kHz; keeps sums and products of lengths far from overflow. */
    private static final long MAX_SAMPLES = 1L << 40;

    /** Samples of a window at least. */
    public static final int MIN_WINDOW = 2;

    /** 32 of which fit a payload of 4 MiB, whatever 16 bits a sample has. */
    public static final int MAX_WINDOW = 1 << 15;

    /** A block tells its first window by 32 bits. */
    private static final long MAX_WINDOWS = 0xFFFF_FFFFL;

    private static final Pattern MODEL = Pattern.compile("\\w[\\w.-]{0,199}/\\d{1,9}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Nothing that leaves a folder, or that a shell or a file system would misread. */
    private static final Pattern EXTENSION = Pattern.compile("\\w[\\w.-]{0,199}");

    /**
     * @throws IllegalArgumentException where a value is out of range or contradicts another
     */
    public HgcHeader {
        check(wfdb != null, "the record's header is missing");
        check(MODEL.matcher(model).matches(), "the model is " + model);
        check(SHA256.matcher(weightsSha256).matches(), "the weights are " + weightsSha256);
        checkWindow(window);
        signals = List.copyOf(signals);
        check(signals.size() <= MAX_SIGNALS, "there are " + signals.size() + " signals");
        check(
                quantiserStep > 0 && Double.isFinite(quantiserStep),
                "the quantiser's step is " + quantiserStep);
        check(promise != null, "the promise is missing");
        attachments = List.copyOf(attachments);
        check(
                attachments.size() <= MAX_ATTACHMENTS,
                "there are " + attachments.size() + " attachments");
        check(
                attachments.stream().map(AttachmentSize::extension).distinct().count()
                        == attachments.size(),
                "two attachments have the same extension");
    }

    /**
     * A signal's length, and how it was cut.
     *
     * @param samples of the whole signal, at most 2^40
     * @param windows that the signal was cut into: its samples over those that two neighbouring
     *     windows do not share, rounded up
     * @param window samples of a window, which are compressed together, 2 to 32,768
     * @param overlap samples that a window shares with the next; even, and at most half of a window
     */
    public record Signal(long samples, long windows, int window, int overlap) {
        /**
         * @throws IllegalArgumentException where a value is out of range
         */
        public Signal {
            check(samples >= 0 && samples <= MAX_SAMPLES, "a signal has " + samples + " samples");
            check(
                    windows >= 0 && windows <= MAX_WINDOWS,
                    "a signal was cut into " + windows + " windows");
            checkWindow(window);
            check(
                    overlap >= 0 && overlap % 2 == 0 && overlap <= window / 2,
                    "windows of %d samples share %d".formatted(window, overlap));
            int segment = window - overlap;
            check(
                    windows == (samples + segment - 1) / segment,
                    "a signal of %d samples was cut into %d windows".formatted(samples, windows));
        }
    }

    /**
     * What holds for every window; null where it is not promised.
     *
     * @param maximumError the largest difference of a sample, in the signal's physical unit
     * @param maximumPrdn the largest percent root-mean-square difference of a window whose mean was
     *     removed
     */
    public record Promise(Double maximumError, Double maximumPrdn) implements Serializable {
        /** Nothing is promised. */
        public static final Promise NONE = new Promise(null, null);

        /**
         * @throws IllegalArgumentException where a value is below zero or not finite
         */
        public Promise {
            checkBound(maximumError, "error");
            checkBound(maximumPrdn, "PRDN");
        }

        private static void checkBound(Double bound, String what) {
            check(
                    bound == null || bound >= 0 && Double.isFinite(bound),
                    "the largest " + what + " is " + bound);
        }
    }

    /**
     * An attachment before it is there.
     *
     * @param extension of the attached file, whose name is else the record's: {@code atr}
     * @param bytes its length, at most 8 MiB
     */
    public record AttachmentSize(String extension, int bytes) {
        /**
         * @throws IllegalArgumentException where the extension could lead elsewhere, or the length
         *     is out of range
         */
        public AttachmentSize {
            check(EXTENSION.matcher(extension).matches(), "an extension is " + extension);
            check(
                    bytes >= 0 && bytes <= MAX_ATTACHMENT,
                    "attachment %s has %d bytes".formatted(extension, bytes));
        }
    }

    private static void checkWindow(int window) {
        check(window >= MIN_WINDOW && window <= MAX_WINDOW, "a window has " + window + " samples");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
