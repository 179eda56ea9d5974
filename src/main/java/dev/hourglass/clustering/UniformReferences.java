package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.mllib.random.RandomRDDs;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Rows without clusters, against which those that may have some are held (Tibshirani, Walther and
 * Hastie 2001): as many, and uniform over the box that holds them.
 *
 * @param spread of the rows, for k-means
 */
record UniformReferences(List<Dataset<Row>> sets, Spread spread) {
    private static final StructType SCHEMA =
            new StructType().add(Assignment.FEATURES, SQLDataTypes.VectorType());

    /**
     * How much less spread clusters leave than they would among rows without any.
     *
     * @param gap mean of the references' logarithms less that of the rows
     * @param error that tells gaps apart
     */
    record Gap(double gap, double error) {}

    /** Draws sets; they are drawn anew whenever they are read. */
    static UniformReferences of(Dataset<Row> features, Spread spread, int sets, long seed) {
        Row box =
                features.select(
                                Summarizer.min(col(Assignment.FEATURES)),
                                Summarizer.max(col(Assignment.FEATURES)))
                        .head();
        double[] low = box.<Vector>getAs(0).toArray();
        double[] high = box.<Vector>getAs(1).toArray();
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(features.sparkSession().sparkContext());
        int partitions = features.rdd().getNumPartitions();
        List<Dataset<Row>> drawn = new ArrayList<>();
        for (int set = 0; set < sets; set++) {
            JavaRDD<Row> rows =
                    RandomRDDs.uniformJavaVectorRDD(
                                    spark, spread.count(), low.length, partitions, seed + set)
                            .map(unit -> RowFactory.create(scaled(unit.toArray(), low, high)));
            drawn.add(features.sparkSession().createDataFrame(rows, SCHEMA));
        }
        return new UniformReferences(drawn, spread);
    }

    /**
     * The gap of clusters of the rows; those of the references are found the same way.
     *
     * @param squares sum of the rows' squared distances from their centres
     */
    Gap gap(ClusterSettings settings, double squares, long seed) {
        double[] logarithms =
                sets.stream()
                        .map(set -> FittedClusters.best(set, spread, settings, seed))
                        .flatMap(Optional::stream)
                        .mapToDouble(clusters -> Math.log(clusters.cost()))
                        .toArray();
        double mean = StatUtils.mean(logarithms);
        double deviation = Math.sqrt(StatUtils.populationVariance(logarithms, mean));
        return new Gap(
                mean - Math.log(squares), deviation * Math.sqrt(1 + 1.0 / logarithms.length));
    }

    private static Vector scaled(double[] unit, double[] low, double[] high) {
        double[] values = new double[unit.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = low[i] + unit[i] * (high[i] - low[i]);
        }
        return Vectors.dense(values);
    }
}
