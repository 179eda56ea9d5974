package dev.hourglass.source;

import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Turns a record into rows, on an executor. */
final class WfdbRows implements FlatMapFunction<String, Row> {
    private static final long serialVersionUID = 1L;

    private final WfdbSettings settings;
    private final WfdbFolder folder;
    private final TensorSpec tensorSpec;

    WfdbRows(WfdbSettings settings, WfdbFolder folder, TensorSpec tensorSpec) {
        this.settings = settings;
        this.folder = folder;
        this.tensorSpec = tensorSpec;
    }

    /**
     * @param header a record's header file
     * @return the record's samples, read as they are asked for, or the one rejected row it becomes
     */
    @Override
    public Iterator<Row> call(String header) throws IOException {
        String name = folder.recordName(header);
        try {
            WfdbRecord record = folder.record(header);
            Lead lead = record.lead(settings.leadName());
            requireCommonKind(header, lead);
            LeadSamples samples = lead.verified();
            WfdbBeats beats = beats(header, record, lead);
            Stream<WfdbCutter.Cut> cuts =
                    switch (settings.segment()) {
                        case WINDOWS -> windows(samples, beats);
                        case BEATS -> beats(samples, beats);
                    };
            return new WfdbCutter(
                    name,
                    header,
                    lead.name(),
                    samples,
                    tensorSpec,
                    settings.unitRange() ? LeadRange.of(samples) : null,
                    cuts.iterator());
        } catch (MalformedRecordException e) {
            return List.of(
                            SampleColumns.rejected(
                                    name,
                                    e.path(),
                                    e.position(),
                                    e.reason(),
                                    WfdbSource.EXTRAS.length))
                    .iterator();
        }
    }

    private void requireCommonKind(String header, Lead lead) throws MalformedRecordException {
        boolean ofUnit = settings.scaled() || lead.unit().equals(tensorSpec.unit());
        if (lead.frequency() != tensorSpec.frequency() || !ofUnit) {
            throw new MalformedRecordException(
                    header,
                    null,
                    "%s is sampled at %s Hz in %s, and the dataset at %s Hz in %s"
                            .formatted(
                                    lead.name(),
                                    lead.frequency(),
                                    lead.unit(),
                                    tensorSpec.frequency(),
                                    tensorSpec.unit()));
        }
    }

    private WfdbBeats beats(String header, WfdbRecord record, Lead lead)
            throws IOException, MalformedRecordException {
        if (settings.annotator() == null) {
            return new WfdbBeats();
        }
        Path path = folder.beside(header, settings.annotator());
        try {
            return WfdbBeats.read(
                    folder.files(), path, lead.frequency(), record.header().frequency());
        } catch (FileNotFoundException e) {
            if (settings.segment() == WfdbSettings.Segmentation.BEATS) {
                throw new MalformedRecordException(
                        path.toString(), null, "The annotations that locate the beats are missing");
            }
            return new WfdbBeats();
        }
    }

    private Stream<WfdbCutter.Cut> windows(LeadSamples samples, WfdbBeats beats) {
        int window = settings.window();
        return LongStream.iterate(
                        nextWindow(samples, 0),
                        start -> start + window <= samples.length(),
                        start -> nextWindow(samples, start + settings.stride()))
                .mapToObj(start -> new WfdbCutter.Cut(start, beats.label(start, start + window)));
    }

    /**
     * The first window from {@code start} on, in whole strides, that is not all gap: what lies
     * between segments was never there to be rejected.
     */
    private long nextWindow(LeadSamples samples, long start) {
        OptionalLong recorded = samples.nextRecorded(start);
        if (recorded.isEmpty()) {
            return samples.length();
        }
        long late = recorded.getAsLong() - (start + settings.window()) + 1;
        return late <= 0
                ? start
                : start + (late + settings.stride() - 1) / settings.stride() * settings.stride();
    }

    private Stream<WfdbCutter.Cut> beats(LeadSamples samples, WfdbBeats beats) {
        return beats.symbols().entrySet().stream()
                .map(beat -> new WfdbCutter.Cut(beat.getKey() - settings.before(), beat.getValue()))
                .filter(cut -> cut.start() >= 0)
                .filter(cut -> cut.start() + settings.length() <= samples.length());
    }
}
