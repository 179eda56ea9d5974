package dev.hourglass.source.wfdb;

import java.math.BigDecimal;
import java.util.List;

/** Turns a {@link WfdbHeader} into the text of a header file, as in header(5). */
final class HeaderFormatter {
    private HeaderFormatter() {}

    static String text(WfdbHeader header) {
        if (header.isMultiSegment()) {
            throw new IllegalStateException("A header of several segments is not written");
        }
        StringBuilder text = new StringBuilder(recordLine(header)).append('\n');
        List<SignalSpec> signals = header.signals();
        signals.forEach(signal -> text.append(signalLine(signal)).append('\n'));
        header.comments().forEach(comment -> text.append(comment).append('\n'));
        return text.toString();
    }

    private static String recordLine(WfdbHeader header) {
        StringBuilder line = new StringBuilder();
        line.append(header.name()).append(' ').append(header.signals().size());
        line.append(' ').append(plain(header.frequency()));
        header.counter().ifPresent(counter -> line.append('/').append(counter));
        line.append(' ').append(header.samples().orElse(0));
        header.baseTime().ifPresent(time -> line.append(' ').append(time));
        header.baseDate().ifPresent(date -> line.append(' ').append(date));
        return line.toString();
    }

    private static String signalLine(SignalSpec signal) {
        StringBuilder format = new StringBuilder().append(signal.format());
        if (signal.samplesPerFrame() != 1) {
            format.append('x').append(signal.samplesPerFrame());
        }
        if (signal.skew() != 0) {
            format.append(':').append(signal.skew());
        }
        if (signal.byteOffset() != 0) {
            format.append('+').append(signal.byteOffset());
        }
        return String.join(
                " ",
                signal.file(),
                format,
                signal.adcGain(),
                Integer.toString(signal.adcResolution()),
                Integer.toString(signal.adcZero()),
                Integer.toString(signal.initialValue().orElse(signal.adcZero())),
                Integer.toString(signal.checksum().orElse(0)),
                "0",
                signal.description());
    }

    /** Without an exponent, which not every tool reads. */
    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
