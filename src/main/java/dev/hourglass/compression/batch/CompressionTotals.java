package dev.hourglass.compression.batch;

import dev.hourglass.compression.batch.CompressionMetrics.Beats;
import dev.hourglass.compression.batch.CompressionMetrics.Size;
import dev.hourglass.compression.batch.CompressionMetrics.Statistic;
import dev.hourglass.compression.batch.CompressionMetrics.Type;
import dev.hourglass.compression.batch.CompressionMetrics.Windows;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Sums over the leads, from rows that come record by record. */
final class CompressionTotals {
    private final LeadStatistics statistics = new LeadStatistics();
    private final BeatTally beats = new BeatTally();
    private final BeatTally reference = new BeatTally();
    private String record;
    private long records;
    private long leads;
    private long leftOutFiles;
    private long samples;
    private double seconds;
    private double bits;
    private double originalBits;
    private long transformed;
    private long corrected;
    private long replaced;
    private long predicted;

    /** Beats held against others. */
    private static final class BeatTally {
        private long all;
        private long decoded;
        private long found;
        private boolean any;
        private final Map<String, Type> types = new TreeMap<>();

        void add(Long leadAll, Long leadDecoded, Long leadFound, List<Row> leadTypes) {
            if (leadAll == null) {
                return;
            }
            any = true;
            all += leadAll;
            decoded += leadDecoded;
            found += leadFound;
            for (Row type : leadTypes) {
                types.merge(
                        type.getString(0),
                        new Type(type.getInt(1), type.getInt(2)),
                        (a, b) -> new Type(a.found() + b.found(), a.all() + b.all()));
            }
        }

        /** Null where no lead had any to be held against. */
        Beats end() {
            return any
                    ? new Beats(
                            all, decoded, found, share(found, all), share(found, decoded), types)
                    : null;
        }

        private static Double share(long part, long whole) {
            return whole == 0 ? null : (double) part / whole;
        }
    }

    /** Sums up rows, all leads of a record after one another. */
    static CompressionTotals of(Iterator<Row> rows) {
        CompressionTotals totals = new CompressionTotals();
        rows.forEachRemaining(totals::add);
        return totals;
    }

    private void add(Row row) {
        String next = row.getAs(LeadColumns.RECORD);
        if (!next.equals(record)) {
            record = next;
            records++;
            leftOutFiles += row.getList(row.fieldIndex(LeadColumns.LEFT_OUT)).size();
        }
        leads++;
        long leadSamples = row.<Long>getAs(LeadColumns.SAMPLES);
        samples += leadSamples;
        seconds += leadSamples / row.<Double>getAs(LeadColumns.FREQUENCY);
        bits += row.<Double>getAs(LeadColumns.BITS);
        originalBits += row.<Double>getAs(LeadColumns.ORIGINAL_BITS);
        transformed += row.<Long>getAs(LeadColumns.TRANSFORMED);
        corrected += row.<Long>getAs(LeadColumns.CORRECTED);
        replaced += row.<Long>getAs(LeadColumns.REPLACED);
        predicted += row.<Long>getAs(LeadColumns.PREDICTED);
        statistics.add(row);
        beats.add(
                row.getAs(LeadColumns.BEATS),
                row.getAs(LeadColumns.BEATS_DECODED),
                row.getAs(LeadColumns.BEATS_KEPT),
                types(row, LeadColumns.BEAT_TYPES));
        reference.add(
                row.getAs(LeadColumns.REFERENCE_BEATS),
                row.getAs(LeadColumns.BEATS_DECODED),
                row.getAs(LeadColumns.REFERENCE_FOUND),
                types(row, LeadColumns.REFERENCE_TYPES));
    }

    private static List<Row> types(Row row, String column) {
        int index = row.fieldIndex(column);
        return row.isNullAt(index) ? List.of() : row.getList(index);
    }

    CompressionMetrics.Counts counts(long rejected) {
        return new CompressionMetrics.Counts(records, leads, rejected, leftOutFiles);
    }

    Size size() {
        return new Size(samples, seconds, bits, originalBits, originalBits / bits, bits / samples);
    }

    Windows windows() {
        return new Windows(transformed, corrected, replaced, predicted);
    }

    Map<String, Statistic> statistics() {
        return statistics.end();
    }

    /** Of the detector before and after; null where none were looked for. */
    Beats beats() {
        return beats.end();
    }

    /** Annotated ones, and those of the decoded leads; null where there are none. */
    Beats reference() {
        return reference.end();
    }
}
