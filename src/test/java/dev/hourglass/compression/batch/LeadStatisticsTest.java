package dev.hourglass.compression.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.batch.CompressionMetrics.Statistic;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class LeadStatisticsTest {
    @Test
    void leadsAreAveragedByRecordAndTheWorstIsNamed() {
        LeadStatistics statistics = new LeadStatistics();
        statistics.add(row("100", "MLII", 1.0, 20.0));
        statistics.add(row("100", "V5", 3.0, Double.POSITIVE_INFINITY));
        statistics.add(row("101", "MLII", 8.0, 10.0));
        statistics.add(row("102", "MLII", 2.0, null));
        Map<String, Statistic> found = statistics.end();

        Statistic prd = found.get("prd");
        assertThat(prd.mean()).isCloseTo(4, within(1e-12));
        assertThat(prd.sd()).isCloseTo(Math.sqrt(12), within(1e-12));
        assertThat(prd.worst()).isEqualTo(8);
        assertThat(prd.worstRecord()).isEqualTo("101");
        assertThat(prd.leftOut()).isZero();
        Statistic snr = found.get("snr");
        assertThat(snr.mean()).isCloseTo(15, within(1e-12));
        assertThat(snr.worst()).isEqualTo(10);
        assertThat(snr.leftOut()).isEqualTo(2);
        assertThat(found).doesNotContainKey("sensitivity");
    }

    private static Row row(String record, String lead, Double prd, Double snr) {
        Map<String, Object> values = new HashMap<>();
        values.put(LeadColumns.RECORD, record);
        values.put(LeadColumns.LEAD, lead);
        values.put(LeadColumns.PRD, prd);
        values.put(LeadColumns.SNR, snr);
        Row plain = LeadColumns.row(values);
        Object[] cells = new Object[plain.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = plain.get(i);
        }
        return new GenericRowWithSchema(cells, LeadColumns.SCHEMA);
    }
}
