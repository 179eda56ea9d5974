package dev.hourglass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import py4j.Gateway;
import py4j.ReturnObject;

/**
 * Makes the calls of the Python in docs/spark-ml.md as PySpark's gateway makes them: it looks
 * methods up by name and by what Python's values become. Needs no Python.
 */
@ExtendWith(SharedSpark.class)
class PySparkGatewayIT {
    private static final String PYTHON =
            String.join("\n", Markdown.read(Path.of("docs/spark-ml.md")).code("python"));

    private final Gateway gateway = new Gateway(null);

    @TempDir private Path folder;

    @Test
    void theGatewayFindsWhatThePageCalls(SparkSession spark) {
        Dataset<Row> rows =
                spark.createDataFrame(
                        List.of(
                                RowFactory.create(Vectors.dense(1, 2, 3)),
                                RowFactory.create(Vectors.dense(3, 2, 1))),
                        new StructType().add("scaled", SQLDataTypes.VectorType()));
        Object autoencoder = make("ml.", "dev.hourglass.ml.", "Autoencoder");
        call(autoencoder, "setInputCol", "scaled");
        call(autoencoder, "setErrorCol", "error");
        call(autoencoder, "setBottleneck", 4);
        call(autoencoder, "setEpochs", 5);
        Object widths = call(autoencoder, "widths");
        call(autoencoder, "set", call(widths, "w", new ArrayList<>(List.of(64, 32))));
        assertThat(autoencoder.toString()).startsWith("autoencoder");

        Object model = call(autoencoder, "fit", rows);
        Object writer = call(call(model, "write"), "overwrite");
        call(writer, "save", folder.resolve("model").toString());
        Dataset<?> embedded = (Dataset<?>) call(model, "transform", rows);
        assertThat(embedded.select("embedding", "error").count()).isEqualTo(2);

        Object map = make("spark_ml.param.", "org.apache.spark.ml.param.", "ParamMap");
        call(map, "put", call(autoencoder, "bottleneck"), 2);
        Object validator = make("tuning.", "org.apache.spark.ml.tuning.", "CrossValidator");
        call(validator, "setEstimator", autoencoder);
        call(validator, "setEstimatorParamMaps", (Object) new ParamMap[] {(ParamMap) map});
        assertThat(((CrossValidator) validator).getEstimatorParamMaps()[0].size()).isOne();
    }

    private Object make(String prefix, String scope, String type) {
        assertThat(PYTHON).contains(prefix + type + "(");
        return value(gateway.invoke(scope + type, List.of()));
    }

    private Object call(Object target, String method, Object... arguments) {
        assertThat(PYTHON).contains("." + method + "(");
        return value(
                gateway.invoke(method, gateway.putNewObject(target), Arrays.asList(arguments)));
    }

    private Object value(ReturnObject result) {
        return result.isReference()
                ? gateway.getObject(result.getName())
                : result.getPrimitiveObject();
    }
}
