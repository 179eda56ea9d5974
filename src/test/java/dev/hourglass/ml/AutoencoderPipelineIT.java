package dev.hourglass.ml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Among Spark's own stages. */
@ExtendWith(SharedSpark.class)
class AutoencoderPipelineIT {
    private static final int COUNT = 60;

    @TempDir private Path folder;

    @Test
    void aPipelineScalesEmbedsAndClustersAndIsSavedAndLoaded() throws IOException {
        Dataset<Row> rows = Tables.vectors(COUNT);
        String unfitted = folder.resolve("pipeline").toString();
        String fitted = folder.resolve("model").toString();

        pipeline().save(unfitted);
        PipelineModel model = Pipeline.load(unfitted).fit(rows);
        model.save(fitted);
        List<Row> clusters = Tables.sorted(model.transform(rows));

        assertThat(clusters).hasSize(COUNT);
        assertThat(model.transform(rows).select("prediction").distinct().count()).isEqualTo(3);
        assertThat(Tables.sorted(PipelineModel.load(fitted).transform(rows))).isEqualTo(clusters);
        assertThat(Tables.sorted(pipeline().fit(rows).transform(rows))).isEqualTo(clusters);
    }

    @Test
    void crossValidationFindsTheParamsThatReconstructBest() throws IOException {
        // The mean absolute error against zero is the mean error.
        Dataset<Row> rows = Tables.vectors(COUNT).withColumn("zero", functions.lit(0.0));
        Autoencoder autoencoder =
                Tables.autoencoder().setErrorCol("error").setEpochs(8).setLocalSteps(1);
        ParamMap[] grid =
                new ParamGridBuilder()
                        .addGrid(autoencoder.learningRate(), new double[] {1e-6, 0.02})
                        .build();
        CrossValidator validator =
                new CrossValidator()
                        .setEstimator(autoencoder)
                        .setEvaluator(
                                new RegressionEvaluator()
                                        .setPredictionCol("error")
                                        .setLabelCol("zero")
                                        .setMetricName("mae"))
                        .setEstimatorParamMaps(grid)
                        .setNumFolds(2)
                        .setParallelism(2)
                        .setSeed(1);
        String path = folder.resolve("validated").toString();

        CrossValidatorModel validated = validator.fit(rows);
        validated.save(path);
        CrossValidatorModel loaded = CrossValidatorModel.load(path);

        double[] errors = validated.avgMetrics();
        assertThat(errors[1]).isLessThan(errors[0]).isPositive();
        AutoencoderModel best = (AutoencoderModel) validated.bestModel();
        assertThat(((Autoencoder) best.parent()).getLearningRate()).isEqualTo(0.02);
        assertThat(Tables.sorted(loaded.transform(rows)))
                .isEqualTo(Tables.sorted(validated.transform(rows)));
        ParamMap[] maps = CrossValidator.load(saved(validator)).getEstimatorParamMaps();
        assertThat(maps[1].get(autoencoder.learningRate()).get()).isEqualTo(0.02);
    }

    @Test
    void otherStagesMetadataAndAwkwardNamesStay() {
        Dataset<Row> rows =
                Tables.vectors(COUNT)
                        .withColumn("kind", functions.expr("if(id % 2 = 0, 'even', 'odd')"))
                        .withColumnRenamed("features", "some.features");
        Dataset<Row> indexed =
                new StringIndexer()
                        .setInputCol("kind")
                        .setOutputCol("label")
                        .fit(rows)
                        .transform(rows);

        Dataset<Row> encoded =
                Tables.autoencoder().setInputCol("some.features").fit(indexed).transform(indexed);

        assertThat(Attribute.fromStructField(encoded.schema().apply("label")))
                .isEqualTo(Attribute.fromStructField(indexed.schema().apply("label")));
        assertThat(AttributeGroup.fromStructField(encoded.schema().apply("embedding")).size())
                .isEqualTo(2);
        assertThat(Tables.sorted(encoded.drop("embedding"))).isEqualTo(Tables.sorted(indexed));
    }

    private String saved(CrossValidator validator) throws IOException {
        String path = folder.resolve("validator").toString();
        validator.save(path);
        return path;
    }

    private static Pipeline pipeline() {
        return new Pipeline()
                .setStages(
                        new PipelineStage[] {
                            new StandardScaler()
                                    .setInputCol("features")
                                    .setOutputCol("scaled")
                                    .setWithMean(true),
                            Tables.autoencoder().setInputCol("scaled"),
                            new KMeans().setFeaturesCol("embedding").setK(3).setSeed(1)
                        });
    }
}
