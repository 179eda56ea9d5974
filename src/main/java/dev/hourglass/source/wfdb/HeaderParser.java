package dev.hourglass.source.wfdb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;

/** Turns the text of a header file into a {@link WfdbHeader}. */
final class HeaderParser {
    /** Possessive: a field of a million digits is not tried in a million ways. */
    private static final String NUMBER = "[+-]?+(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][+-]?+\\d++)?+";

    private static final Pattern RECORD = Pattern.compile("([^/]+)(?:/(\\d+))?");
    private static final Pattern FREQUENCY = Pattern.compile("(" + NUMBER + ")(?:/(.*))?");
    private static final Pattern FORMAT =
            Pattern.compile("(\\d+)(?:x(\\d+))?(?::(\\d+))?(?:\\+(\\d+))?");
    private static final Pattern GAIN =
            Pattern.compile("(" + NUMBER + ")(?:\\(([+-]?\\d+)\\))?(?:/(.+))?");

    /** A field that is quoted in a message may be as long as the file. */
    private static final int MAX_REASON = 300;

    /** 34 years at 1 kHz; keeps sums and products of lengths far from overflow. */
    private static final long MAX_SAMPLES = 1L << 40;

    private static final int MAX_SAMPLES_PER_FRAME = 1 << 20;

    private static final String DEFAULT_FREQUENCY = "250";
    private static final double DEFAULT_GAIN = 200;
    private static final String UNCALIBRATED = "0";
    private static final String DEFAULT_UNIT = "mV";

    private final String path;
    private final Iterator<String> lines;
    private final List<String> comments = new ArrayList<>();
    private int lineNumber;

    HeaderParser(String text, String path) {
        this.path = path;
        this.lines = text.lines().iterator();
    }

    WfdbHeader parse() throws MalformedRecordException {
        String[] fields = nextLine("the record line").split("\\s+");
        Matcher record = match(RECORD, fields[0], "record name");
        int signalCount =
                (int) integer(field(fields, 1), "number of signals", 0, Integer.MAX_VALUE);
        Matcher rates = rates(fields);
        double frequency = frequency(rates);
        long samples =
                fields.length > 3 ? integer(fields[3], "number of samples", 0, MAX_SAMPLES) : 0;
        List<SignalSpec> signals = List.of();
        List<WfdbHeader.Segment> segments = List.of();
        if (record.group(2) == null) {
            signals = signals(signalCount);
        } else {
            segments =
                    segments(
                            integer(record.group(2), "number of segments", 1, Integer.MAX_VALUE),
                            samples);
        }
        passOverTheRest();
        return new WfdbHeader(
                record.group(1),
                frequency,
                Optional.ofNullable(rates.group(2)).filter(counter -> !counter.isEmpty()),
                samples == 0 ? OptionalLong.empty() : OptionalLong.of(samples),
                optionalField(fields, 4),
                optionalField(fields, 5),
                signals,
                segments,
                comments);
    }

    private Matcher rates(String[] fields) throws MalformedRecordException {
        return match(FREQUENCY, fields.length < 3 ? DEFAULT_FREQUENCY : fields[2], "sampling rate");
    }

    private double frequency(Matcher rates) throws MalformedRecordException {
        double frequency = Double.parseDouble(rates.group(1));
        if (!(frequency > 0 && Double.isFinite(frequency))) {
            throw malformed("The sampling rate " + rates.group() + " is not above zero");
        }
        return frequency;
    }

    private List<SignalSpec> signals(int count) throws MalformedRecordException {
        // Grown line by line: the count alone, which may be anything, allocates nothing.
        List<SignalSpec> signals = new ArrayList<>();
        Set<String> files = new HashSet<>();
        for (int index = 0; index < count; index++) {
            SignalSpec signal = signal(index, nextLine("the line of signal " + index));
            boolean shared = index > 0 && signals.get(index - 1).file().equals(signal.file());
            if (shared && !sameStorage(signals.get(index - 1), signal)) {
                throw malformed(
                        "Signals %d and %d share %s but differ in format or byte offset"
                                .formatted(index - 1, index, signal.file()));
            }
            if (!shared && !signal.isNull() && !files.add(signal.file())) {
                throw malformed(
                        "The signals in " + signal.file() + " are not listed one after another");
            }
            signals.add(signal);
        }
        return signals;
    }

    private static boolean sameStorage(SignalSpec one, SignalSpec other) {
        return one.format() == other.format() && one.byteOffset() == other.byteOffset();
    }

    private SignalSpec signal(int index, String line) throws MalformedRecordException {
        String[] fields = line.split("\\s+", 9);
        Matcher storage = match(FORMAT, field(fields, 1), "format");
        int format = (int) integer(storage.group(1), "format", 0, Integer.MAX_VALUE);
        int resolution = optionalInteger(fields, 3, "ADC resolution").orElse(0);
        int zero = optionalInteger(fields, 4, "ADC zero").orElse(0);
        String gain = fields.length < 3 ? UNCALIBRATED : fields[2];
        return new SignalSpec(
                index,
                format == 0 ? fields[0] : plainName(fields[0], "signal file"),
                format,
                (int) modifier(storage.group(2), "samples per frame", 1, MAX_SAMPLES_PER_FRAME),
                (int) modifier(storage.group(3), "skew", 0, Integer.MAX_VALUE),
                modifier(storage.group(4), "byte offset", 0, Long.MAX_VALUE),
                gain,
                calibration(gain, zero),
                resolution == 0 ? defaultResolution(format) : resolution,
                zero,
                optionalInteger(fields, 5, "initial value"),
                optionalInteger(fields, 6, "checksum"),
                fields.length > 8 ? fields[8] : "signal " + index);
    }

    /** A modifier that is left out has the least value it can have. */
    private long modifier(String text, String what, long least, long most)
            throws MalformedRecordException {
        return text == null ? least : integer(text, what, least, most);
    }

    private Calibration calibration(String text, int zero) throws MalformedRecordException {
        Matcher matcher = match(GAIN, text, "gain");
        double gain = Double.parseDouble(matcher.group(1));
        if (!Double.isFinite(gain) || gain != 0 && !Double.isFinite(1 / gain)) {
            throw malformed("The gain " + text + " is out of range");
        }
        String baseline = matcher.group(2);
        return new Calibration(
                gain == 0 ? DEFAULT_GAIN : gain,
                baseline == null
                        ? zero
                        : (int) integer(baseline, "baseline", Integer.MIN_VALUE, Integer.MAX_VALUE),
                matcher.group(3) == null ? DEFAULT_UNIT : matcher.group(3));
    }

    private static int defaultResolution(int format) {
        return switch (format) {
            case 80 -> 8;
            case 8, 310, 311 -> 10;
            case 160 -> 16;
            default -> 12;
        };
    }

    private List<WfdbHeader.Segment> segments(long count, long samples)
            throws MalformedRecordException {
        List<WfdbHeader.Segment> segments = new ArrayList<>();
        long total = 0;
        for (long index = 0; index < count; index++) {
            String[] fields = nextLine("the line of segment " + index).split("\\s+");
            long length =
                    integer(
                            field(fields, 1),
                            "number of samples of segment " + index,
                            0,
                            MAX_SAMPLES - total);
            segments.add(new WfdbHeader.Segment(plainName(fields[0], "segment"), length));
            total += length;
        }
        if (samples != 0 && samples != total) {
            throw malformed(
                    "The segments hold %d samples together and the record line promises %d"
                            .formatted(total, samples));
        }
        return segments;
    }

    /** What a header names must lie beside it, whatever the file system makes of the name. */
    private String plainName(String name, String what) throws MalformedRecordException {
        boolean elsewhere =
                name.equals(".")
                        || name.equals("..")
                        || name.equals("-")
                        || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':');
        if (elsewhere) {
            throw malformed("The " + what + " " + name + " is not a file in the header's folder");
        }
        return name;
    }

    private String nextLine(String expected) throws MalformedRecordException {
        while (lines.hasNext()) {
            lineNumber++;
            String line = lines.next();
            String text = line.strip();
            if (text.startsWith("#")) {
                comments.add(line);
            } else if (!text.isEmpty()) {
                return text;
            }
        }
        throw malformed("The header ends before " + expected);
    }

    /** Lines beyond what the record line promises are not read, but for comments. */
    private void passOverTheRest() {
        lines.forEachRemaining(
                line -> {
                    if (line.stripLeading().startsWith("#")) {
                        comments.add(line);
                    }
                });
    }

    private String field(String[] fields, int index) throws MalformedRecordException {
        if (index >= fields.length) {
            throw malformed("The line ends after " + fields.length + " field(s)");
        }
        return fields[index];
    }

    private static Optional<String> optionalField(String[] fields, int index) {
        return index < fields.length ? Optional.of(fields[index]) : Optional.empty();
    }

    private OptionalInt optionalInteger(String[] fields, int index, String what)
            throws MalformedRecordException {
        return index < fields.length
                ? OptionalInt.of(
                        (int) integer(fields[index], what, Integer.MIN_VALUE, Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    private long integer(String text, String what, long least, long most)
            throws MalformedRecordException {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        throw malformed("The " + what + " " + text + " is not an integer in range");
    }

    private Matcher match(Pattern pattern, String text, String what)
            throws MalformedRecordException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw malformed("The " + what + " " + text + " cannot be read");
        }
        return matcher;
    }

    private MalformedRecordException malformed(String reason) {
        return new MalformedRecordException(
                path, "line " + lineNumber, StringUtils.abbreviate(reason, MAX_REASON));
    }
}
