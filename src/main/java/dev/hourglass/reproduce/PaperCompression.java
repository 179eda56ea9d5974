package dev.hourglass.reproduce;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What an autoencoder whose code has no bits loses on windows that it was not trained with, each
 * scaled to [0, 1]: the paper's compression, which counts samples.
 */
final class PaperCompression {
    private PaperCompression() {}

    /**
     * Measures the test split.
     *
     * @param embeddings of the dataset, with reconstruction errors: their folder
     * @return {@code windows}, {@code compression}: samples over numbers of the code, {@code prd}
     *     and {@code prdn}
     */
    static Map<String, Object> measure(
            SparkSession spark, TensorDataset dataset, String embeddings) {
        TensorSpec tensor = dataset.manifest().tensor();
        Dataset<Row> rows =
                dataset.rows(spark, Split.TEST)
                        .select(SampleColumns.ID, SampleColumns.TENSOR)
                        .join(spark.read().parquet(embeddings), SampleColumns.ID)
                        .select(
                                col(SampleColumns.TENSOR),
                                col(EmbeddingTable.ERROR),
                                col(EmbeddingTable.EMBEDDING));
        SummaryStatistics prd = new SummaryStatistics();
        SummaryStatistics prdn = new SummaryStatistics();
        SummaryStatistics width = new SummaryStatistics();
        float[] window = new float[tensor.elements()];
        for (Iterator<Row> all = rows.toLocalIterator(); all.hasNext(); ) {
            Row row = all.next();
            tensor.decode(row.getAs(0), window, 0);
            double[] samples = new double[window.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = window[i];
            }
            double variance = StatUtils.populationVariance(samples);
            if (variance == 0) {
                // A flat window has no figures.
                continue;
            }
            double error = row.getFloat(1);
            prd.addValue(100 * Math.sqrt(error * samples.length / StatUtils.sumSq(samples)));
            prdn.addValue(100 * Math.sqrt(error / variance));
            width.addValue(row.getList(2).size());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("windows", prd.getN());
        figures.put("compression", window.length / width.getMean());
        figures.put("prd", WindowFigures.Figure.of(prd));
        figures.put("prdn", WindowFigures.Figure.of(prdn));
        return figures;
    }
}
