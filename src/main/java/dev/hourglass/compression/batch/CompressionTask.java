package dev.hourglass.compression.batch;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.compression.CodecSettings;
import dev.hourglass.compression.RecordCompressor;
import dev.hourglass.compression.RecordDecompressor;
import dev.hourglass.compression.SignalSize;
import dev.hourglass.compression.WindowSize;
import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.source.WfdbBeats;
import dev.hourglass.source.WfdbFolder;
import dev.hourglass.source.wfdb.AnnotationFiles;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Compresses records on an executor, decodes each from the file that was written, and holds what
 * comes back against the record. Memory does not grow with a record's length, but for the beats
 * found.
 *
 * @param folder of the records
 * @param annotator extension of the annotations that beats are held against; null for none
 * @param target where the containers go
 */
record CompressionTask(
        WfdbFolder folder, String annotator, CodecPool pool, CodecSettings settings, Target target)
        implements FlatMapFunction<Iterator<String>, Row> {
    /**
     * @param headers of the records
     * @return a row for each lead, and one for each record that was set aside
     */
    @Override
    public Iterator<Row> call(Iterator<String> headers) throws IOException {
        CodecNetwork network = pool.lend();
        List<Row> rows = new ArrayList<>();
        while (headers.hasNext()) {
            String header = headers.next();
            Path file = target.file(folder.recordName(header) + ContainerFolder.CONTAINER);
            try {
                rows.addAll(compressed(header, file, network));
            } catch (MalformedRecordException e) {
                target.files().delete(file, false);
                rows.add(
                        LeadColumns.row(
                                Map.of(
                                        LeadColumns.RECORD,
                                        folder.recordName(header),
                                        LeadColumns.REJECTION,
                                        RowFactory.create(e.path(), e.position(), e.reason()))));
            }
        }
        return rows.iterator();
    }

    private List<Row> compressed(String header, Path file, CodecNetwork network)
            throws IOException, MalformedRecordException {
        FileSystem files = target.files();
        WfdbRecord record = folder.record(header);
        // What an attempt left that failed is written over.
        List<SignalSize> sizes =
                new RecordCompressor(folder.files(), network, settings)
                        .compress(record, files.create(file, true));
        long bytes = files.getFileStatus(file).getLen();
        ToIntFunction<Lead> segment =
                lead -> WindowSize.of(network, settings.overlap(), lead.frequency()).segment();
        try (RecordComparison comparison =
                new RecordComparison(folder.files(), record, settings.promise(), segment)) {
            Optional<String> flaw = decode(file, bytes, network, comparison);
            double shared = bytes - sizes.stream().mapToLong(SignalSize::bytes).sum();
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < sizes.size(); i++) {
                Lead lead = comparison.leads().get(i);
                LeadComparison compared = comparison.comparisons().get(i);
                LeadMeasures measures =
                        new LeadMeasures()
                                .lead(i, lead, compared.samples())
                                .size(
                                        sizes.get(i),
                                        shared / sizes.size(),
                                        compared.samples(),
                                        lead.signal().adcResolution(),
                                        network.codeWidth())
                                .distortion(compared);
                Optional<long[]> before = compared.beatsBefore();
                if (before.isPresent()) {
                    long[] after = compared.beatsAfter().orElseThrow();
                    NavigableMap<Long, String> reference = reference(header, record, lead);
                    measures.beats(before.get(), after, reference, lead.frequency());
                }
                Map<String, Object> values = new HashMap<>(measures.values());
                values.put(LeadColumns.RECORD, folder.recordName(header));
                values.put(LeadColumns.PATH, header);
                values.put(LeadColumns.LEFT_OUT, leftOut(record));
                values.put(LeadColumns.FLAW, flaw.orElse(null));
                rows.add(LeadColumns.row(values));
            }
            return rows;
        }
    }

    /**
     * Decodes a file that was written.
     *
     * @return what is wrong with it, if anything is
     */
    private Optional<String> decode(
            Path file, long bytes, CodecNetwork network, RecordComparison comparison)
            throws IOException {
        FileSystem files = target.files();
        List<Damage> damages = new ArrayList<>();
        try {
            new RecordDecompressor(files, network, pool.weightsSha256())
                    .decode(files.open(file), bytes, file.toString(), comparison, damages::add);
        } catch (MalformedContainerException | MalformedRecordException e) {
            return Optional.of(e.getMessage());
        }
        if (!damages.isEmpty()) {
            return Optional.of(damages.get(0).reason());
        }
        comparison.finish();
        return comparison.flaw();
    }

    private NavigableMap<Long, String> reference(String header, WfdbRecord record, Lead lead)
            throws IOException {
        if (annotator == null) {
            return new WfdbBeats().symbols();
        }
        try {
            return WfdbBeats.read(
                            folder.files(),
                            folder.beside(header, annotator),
                            lead.frequency(),
                            record.header().frequency())
                    .symbols();
        } catch (FileNotFoundException | MalformedRecordException e) {
            // Such a file is named among those left out.
            return new WfdbBeats().symbols();
        }
    }

    private static String[] leftOut(WfdbRecord record) throws IOException {
        return record.annotationFiles().ignored().stream()
                .map((AnnotationFiles.Ignored file) -> file.path() + ": " + file.reason())
                .toArray(String[]::new);
    }
}
