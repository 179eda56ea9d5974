package dev.hourglass.job;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import dev.hourglass.dataset.Split;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.report.ErrorDistribution;
import dev.hourglass.report.Reconstruction;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.function.DoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** How the reconstruction errors of a split spread. */
final class ErrorHistogram {
    private static final int BINS = 40;
    private static final double QUANTILE_ERROR = 0.001;

    private ErrorHistogram() {}

    /**
     * @param rows of an embedding table, at least one
     */
    static ErrorDistribution of(Split split, Dataset<Row> rows, List<Reconstruction> worst) {
        Dataset<Row> errors = rows.select(col(EmbeddingTable.ERROR).cast("double")).cache();
        try {
            JavaDoubleRDD values =
                    errors.javaRDD().mapToDouble((DoubleFunction<Row>) row -> row.getDouble(0));
            Tuple2<double[], long[]> histogram = values.histogram(BINS);
            double[] quantiles =
                    errors.stat()
                            .approxQuantile(
                                    EmbeddingTable.ERROR, new double[] {0.5, 0.95}, QUANTILE_ERROR);
            return new ErrorDistribution(
                    split.folder(),
                    Arrays.stream(histogram._1()).boxed().toList(),
                    Arrays.stream(histogram._2()).boxed().toList(),
                    errors.agg(avg(EmbeddingTable.ERROR)).head().getDouble(0),
                    quantiles[0],
                    quantiles[1],
                    worst);
        } finally {
            errors.unpersist();
        }
    }
}
