package dev.hourglass.source.synthetic;

import dev.hourglass.source.SampleColumns;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Small generated datasets, brought to the test. */
final class Rows {
    private Rows() {}

    static List<Row> byId(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .sorted(Comparator.comparing(row -> row.<String>getAs(SampleColumns.ID)))
                .toList();
    }

    /** The tensors' bytes, as text that compares by value. */
    static List<String> tensors(Dataset<Row> rows) {
        return rows.selectExpr("hex(tensor)").as(Encoders.STRING()).collectAsList();
    }
}
