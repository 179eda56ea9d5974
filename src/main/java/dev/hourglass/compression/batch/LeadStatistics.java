package dev.hourglass.compression.batch;

import dev.hourglass.compression.batch.CompressionMetrics.Statistic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.spark.sql.Row;

/** Mean, deviation and worst of the leads' figures, from rows that come record by record. */
final class LeadStatistics {
    /** The columns, and whether more is better. */
    private static final Map<String, Boolean> COLUMNS = columns();

    private final Map<String, Tally> tallies = new TreeMap<>();

    /** One column. */
    private static final class Tally {
        private final boolean moreIsBetter;
        private final SummaryStatistics records = new SummaryStatistics();
        private final SummaryStatistics leadsOfRecord = new SummaryStatistics();
        private String record;
        private double worst;
        private String worstRecord;
        private String worstLead;
        private long leftOut;

        Tally(boolean moreIsBetter) {
            this.moreIsBetter = moreIsBetter;
        }

        void add(String of, String lead, Double value) {
            if (!of.equals(record)) {
                endRecord();
                record = of;
            }
            if (value == null || !Double.isFinite(value)) {
                leftOut++;
                return;
            }
            leadsOfRecord.addValue(value);
            if (worstRecord == null || (moreIsBetter ? value < worst : value > worst)) {
                worst = value;
                worstRecord = of;
                worstLead = lead;
            }
        }

        private void endRecord() {
            if (leadsOfRecord.getN() > 0) {
                records.addValue(leadsOfRecord.getMean());
                leadsOfRecord.clear();
            }
        }

        Statistic end() {
            endRecord();
            Double sd = records.getN() > 1 ? records.getStandardDeviation() : null;
            return new Statistic(records.getMean(), sd, worst, worstRecord, worstLead, leftOut);
        }
    }

    LeadStatistics() {
        COLUMNS.forEach((column, more) -> tallies.put(column, new Tally(more)));
    }

    /** Takes the next lead; those of a record follow one another. */
    void add(Row row) {
        tallies.forEach(
                (column, tally) ->
                        tally.add(
                                row.getAs(LeadColumns.RECORD),
                                row.getAs(LeadColumns.LEAD),
                                row.getAs(column)));
    }

    /** By column, without those of which no lead has a finite figure. */
    Map<String, Statistic> end() {
        Map<String, Statistic> statistics = new LinkedHashMap<>();
        for (String column : COLUMNS.keySet()) {
            Statistic statistic = tallies.get(column).end();
            if (statistic.worstRecord() != null) {
                statistics.put(column, statistic);
            }
        }
        return statistics;
    }

    private static Map<String, Boolean> columns() {
        Map<String, Boolean> columns = new LinkedHashMap<>();
        columns.put(LeadColumns.CR_BITS, true);
        columns.put(LeadColumns.CR_SAMPLES, true);
        columns.put(LeadColumns.PRD, false);
        columns.put(LeadColumns.PRD_SCALED, false);
        columns.put(LeadColumns.PRDN, false);
        columns.put(LeadColumns.RMS, false);
        columns.put(LeadColumns.SNR, true);
        columns.put(LeadColumns.QS, true);
        columns.put(LeadColumns.WORST_WINDOW_PRDN, false);
        columns.put(LeadColumns.MAX_ERROR, false);
        columns.put(LeadColumns.SENSITIVITY, true);
        columns.put(LeadColumns.POSITIVE_PREDICTIVITY, true);
        columns.put(LeadColumns.REFERENCE_SENSITIVITY, true);
        columns.put(LeadColumns.REFERENCE_POSITIVE_PREDICTIVITY, true);
        columns.put(LeadColumns.ORIGINAL_SENSITIVITY, true);
        columns.put(LeadColumns.ORIGINAL_POSITIVE_PREDICTIVITY, true);
        return columns;
    }
}
