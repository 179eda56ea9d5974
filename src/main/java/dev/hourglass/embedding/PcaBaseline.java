package dev.hourglass.embedding;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.Serializable;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Principal component analysis: the best linear autoencoder, which every other one is measured
 * against. The embedding of x is Vᵀ(x − mean) and its reconstruction mean + VVᵀ(x − mean), with the
 * leading eigenvectors of the training rows' covariance as the columns of V.
 */
public final class PcaBaseline implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The column of vectors, all of one width, that is fitted and projected. */
    public static final String FEATURES = "features";

    /**
     * The widest rows whose covariance LAPACK decomposes: 7n² + 4n workspace, counted in an int.
     */
    private static final int MAX_WIDTH = 17_514;

    private static final StructType PROJECTED =
            new StructType()
                    .add(EmbeddingTable.ID, DataTypes.StringType)
                    .add(
                            EmbeddingTable.EMBEDDING,
                            DataTypes.createArrayType(DataTypes.FloatType, false))
                    .add(EmbeddingTable.ERROR, DataTypes.FloatType)
                    .add(EmbeddingTable.LABEL, DataTypes.StringType);

    private final double[] mean;
    private final DenseMatrix components;

    private PcaBaseline(double[] mean, DenseMatrix components) {
        this.mean = mean;
        this.components = components;
    }

    /**
     * Fits the mean and the components in three passes over the rows: cache them where reading is
     * dear. The covariance and its decomposition are computed on the driver: 8 · width² bytes, a
     * few times over.
     *
     * @param training rows with the column {@link #FEATURES}
     * @param components how many to keep: the width of the embedding
     * @throws HourglassException with MISSING_INPUT for fewer than two rows, STORE_CORRUPT for
     *     values that are not finite, CONFIGURATION where {@code components} or the rows' width is
     *     out of range
     */
    public static PcaBaseline fit(Dataset<Row> training, int components) {
        double[] mean = finiteMean(training);
        if (components < 1 || components > mean.length || mean.length > MAX_WIDTH) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "PCA cannot find %d components of %d columns"
                            .formatted(components, mean.length),
                    "network.bottleneck",
                    "ask for 1 to as many as a sample has elements, which may be %d at most"
                            .formatted(MAX_WIDTH));
        }
        DenseMatrix columns = new PCA().setInputCol(FEATURES).setK(components).fit(training).pc();
        return new PcaBaseline(mean, columns.transpose());
    }

    private static double[] finiteMean(Dataset<Row> training) {
        long found = training.limit(2).count();
        if (found < 2) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "PCA needs at least two rows",
                    "training rows: " + found,
                    "check the train split");
        }
        Row summary = training.select(Summarizer.mean(functions.col(FEATURES))).head();
        double[] mean = summary.<Vector>getAs(0).toArray();
        if (!DoubleStream.of(mean).allMatch(Double::isFinite)) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "A training row holds a value that is not a finite number",
                    "column " + FEATURES,
                    "remove or mend the row");
        }
        return mean;
    }

    /**
     * Embeds every row, lazily and in one pass.
     *
     * @param rows with the columns {@code id}, {@link #FEATURES} and {@code label}
     * @return the columns {@code id}, {@code embedding}, {@code reconstruction_error} (mean squared
     *     error per element) and {@code label} of {@link EmbeddingTable}
     */
    public Dataset<Row> project(Dataset<Row> rows) {
        // Spark broadcasts a stage's closure, and with it this object, once to every executor.
        return rows.select(EmbeddingTable.ID, FEATURES, EmbeddingTable.LABEL)
                .map((MapFunction<Row, Row>) this::project, Encoders.row(PROJECTED));
    }

    /** Mean squared error per element over all rows, which need the columns of {@link #project}. */
    public double meanSquaredError(Dataset<Row> rows) {
        return project(rows).agg(functions.avg(EmbeddingTable.ERROR)).head().getDouble(0);
    }

    private Row project(Row row) {
        double[] centred = row.<Vector>getAs(1).toArray().clone();
        double distance = 0;
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= mean[i];
            distance += centred[i] * centred[i];
        }
        double[] code = components.multiply(new DenseVector(centred)).values();
        float[] embedding = new float[code.length];
        // The components are orthonormal, so by Pythagoras ‖x − x̂‖² = ‖x − mean‖² − ‖code‖².
        double error = distance;
        for (int i = 0; i < code.length; i++) {
            embedding[i] = (float) code[i];
            error -= code[i] * code[i];
        }
        float meanError = (float) (Math.max(0, error) / centred.length);
        return RowFactory.create(row.getString(0), embedding, meanError, row.getString(2));
    }
}
