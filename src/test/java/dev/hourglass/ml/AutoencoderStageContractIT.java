package dev.hourglass.ml;

import static dev.hourglass.testing.HourglassAssertions.executorFailure;
import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Spark's users expect of every stage. */
@ExtendWith(SharedSpark.class)
class AutoencoderStageContractIT {
    /** A value that a Param must refuse, by the Param's name. */
    private static final Map<String, Object> REFUSED =
            Map.ofEntries(
                    Map.entry("inputCol", ""),
                    Map.entry("outputCol", " "),
                    Map.entry("reconstructionCol", ""),
                    Map.entry("errorCol", ""),
                    Map.entry("handleInvalid", "ignore"),
                    Map.entry("embedBatch", 0),
                    Map.entry("inputShape", new int[] {2, 0}),
                    Map.entry("architecture", "transformer"),
                    Map.entry("bottleneck", 0),
                    Map.entry("widths", new int[] {8, 0}),
                    Map.entry("normalisation", "whiten"),
                    Map.entry("outputActivation", "relu"),
                    Map.entry("epochs", 0),
                    Map.entry("batch", 0),
                    Map.entry("learningRate", 0.0),
                    Map.entry("localSteps", 0),
                    Map.entry("shards", 0),
                    Map.entry("validation", 1.0),
                    Map.entry("workFolder", ""),
                    Map.entry("settings", new String[] {"training.optimiser=adam"}));

    /** Every value is one. */
    private static final List<String> FREE = List.of("seed");

    private static AutoencoderModel trained;

    @TempDir private Path folder;

    /**
     * A stage.
     *
     * @param load reads one back
     */
    record Stage(PipelineStage stage, Function<String, PipelineStage> load) {
        /** The rows with its columns; an estimator is fitted to them first. */
        Dataset<Row> apply(Dataset<Row> rows) {
            Transformer transformer =
                    stage instanceof Autoencoder estimator
                            ? estimator.fit(rows)
                            : (Transformer) stage;
            return transformer.transform(rows);
        }

        Stage with(String param, Object value) {
            PipelineStage copy = stage.copy(new ParamMap());
            copy.set(copy.getParam(param), value);
            return new Stage(copy, load);
        }

        @Override
        public String toString() {
            return stage.getClass().getSimpleName();
        }
    }

    @BeforeAll
    static void train() {
        trained = Tables.autoencoder().fit(Tables.vectors(40));
    }

    static Stream<Stage> stages() {
        return Stream.of(
                new Stage(Tables.autoencoder(), Autoencoder::load),
                new Stage(trained, AutoencoderModel::load));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void everyParamSaysWhatItIsAndRefusesWhatItCannotBe(Stage stage) {
        for (Param<?> param : stage.stage().params()) {
            assertThat(param.doc()).as(param.name()).hasSizeGreaterThan(15);
            assertThat(stage.stage().explainParam(param)).contains(param.name(), param.doc());
            if (!FREE.contains(param.name())) {
                assertThat(REFUSED).containsKey(param.name());
                assertThatThrownBy(() -> stage.with(param.name(), REFUSED.get(param.name())))
                        .as(param.name())
                        .isInstanceOfAny(IllegalArgumentException.class, HourglassException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aCopyHasTheUidAndTheParamsAndWhatIsSetOnTop(Stage stage) {
        PipelineStage original = stage.with("errorCol", "error").stage();

        PipelineStage copy =
                original.copy(new ParamMap().put(original.getParam("outputCol"), "code"));

        assertThat(copy).isNotSameAs(original).isInstanceOf(original.getClass());
        assertThat(copy.uid()).isEqualTo(original.uid());
        assertThat(copy.getOrDefault(copy.getParam("errorCol"))).isEqualTo("error");
        assertThat(copy.getOrDefault(copy.getParam("outputCol"))).isEqualTo("code");
        assertThat(original.getOrDefault(original.getParam("outputCol"))).isEqualTo("embedding");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void whatIsSavedIsLoadedWithEveryParam(Stage stage) throws IOException {
        Stage changed = stage.with("handleInvalid", "keep").with("embedBatch", 7);
        String path = folder.resolve("stage").toString();

        ((MLWritable) changed.stage()).save(path);
        PipelineStage loaded = stage.load().apply(path);

        assertThat(loaded.uid()).isEqualTo(changed.stage().uid());
        assertThat(loaded.explainParams().replaceAll("\\[I@\\w+", ""))
                .isEqualTo(changed.stage().explainParams().replaceAll("\\[I@\\w+", ""))
                .contains("current: keep");
        Dataset<Row> rows = Tables.vectors(20);
        assertThat(Tables.sorted(new Stage(loaded, stage.load()).apply(rows)))
                .isEqualTo(Tables.sorted(changed.apply(rows)));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aFolderThatIsThereIsKeptUnlessToldOtherwise(Stage stage) throws IOException {
        String path = folder.resolve("stage").toString();
        MLWritable first = (MLWritable) stage.stage();
        first.save(path);

        assertThatThrownBy(() -> first.save(path)).isInstanceOf(IOException.class);
        MLWritable second = (MLWritable) stage.with("outputCol", "code").stage();
        second.write().overwrite().save(path);

        PipelineStage loaded = stage.load().apply(path);
        assertThat(loaded.getOrDefault(loaded.getParam("outputCol"))).isEqualTo("code");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aFolderThatNamesAnotherClassIsRefused(Stage stage) throws IOException {
        Path path = folder.resolve("stage");
        ((MLWritable) stage.stage()).save(path.toString());
        Path metadata = path.resolve("metadata/part-00000");
        String text = Files.readString(metadata);
        Files.deleteIfExists(path.resolve("metadata/.part-00000.crc"));
        Files.writeString(
                metadata,
                text.replace(stage.stage().getClass().getName(), "java.io.FileOutputStream"));

        assertThatThrownBy(() -> stage.load().apply(path.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FileOutputStream");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void theSchemaIsFoundBeforeAnyRowIsRead(Stage stage) {
        Stage all = stage.with("reconstructionCol", "reconstruction").with("errorCol", "error");
        StructType before = Tables.schema(SQLDataTypes.VectorType());

        StructType after = all.stage().transformSchema(before);

        assertThat(after.fieldNames())
                .containsExactly("id", "features", "embedding", "reconstruction", "error");
        assertThat(all.apply(Tables.vectors(20)).schema()).isEqualTo(after);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aColumnThatIsMissingOrOfAnotherTypeOrThereAlreadyIsNamed(Stage stage) {
        StructType schema = Tables.schema(DataTypes.StringType);
        StructType vectors = Tables.schema(SQLDataTypes.VectorType());

        assertThat(refusal(stage.with("inputCol", "pixels"), vectors).where())
                .contains("pixels")
                .contains("id, features");
        assertThat(refusal(stage, schema).where()).contains("features").contains("string");
        assertThat(refusal(stage.with("errorCol", "id"), vectors).where())
                .contains("errorCol = id");
        assertThat(refusal(stage.with("errorCol", "embedding"), vectors).where())
                .contains("errorCol = embedding");
        failure(
                ErrorCode.CONFIGURATION,
                () -> stage.apply(Tables.of(DataTypes.StringType, List.of("1", "2"))));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aRowOfAnotherWidthIsAnErrorThatNamesColumnAndRow(Stage stage) {
        List<Vector> points = new ArrayList<>(Tables.points(20));
        points.set(5, Vectors.dense(1, 2, 3));
        Dataset<Row> rows = Tables.of(SQLDataTypes.VectorType(), points);
        long number =
                rows.withColumn("number", functions.monotonically_increasing_id())
                        .filter("id = 5")
                        .head()
                        .getLong(2);

        HourglassException failure =
                executorFailure(
                        ErrorCode.SOURCE_MALFORMED, () -> stage.apply(rows).collectAsList());

        assertThat(failure.getMessage())
                .contains("column features")
                .contains("[3] instead of [6]")
                .contains("monotonically_increasing_id() is " + number);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void aNullIsAnErrorUnlessToldOtherwise(Stage stage) {
        HourglassException failure =
                executorFailure(
                        ErrorCode.SOURCE_MALFORMED,
                        () -> stage.apply(Tables.withFlaws()).collectAsList());

        assertThat(failure.getMessage()).contains("column features").contains("setHandleInvalid");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void flawedRowsAreSkipped(Stage stage) {
        Dataset<Row> encoded = stage.with("handleInvalid", "skip").apply(Tables.withFlaws());

        assertThat(Tables.ids(encoded)).isEqualTo(Tables.idsWithout(20, 3, 5, 7));
        assertThat(encoded.filter("embedding is null").count()).isZero();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void flawedRowsAreKeptWithNulls(Stage stage) {
        Dataset<Row> encoded =
                stage.with("handleInvalid", "keep")
                        .with("errorCol", "error")
                        .apply(Tables.withFlaws());

        assertThat(Tables.ids(encoded)).isEqualTo(Tables.idsWithout(20));
        assertThat(Tables.ids(encoded.filter("embedding is null and error is null")))
                .containsExactly(3, 5, 7);
        assertThat(Tables.ids(encoded.filter("embedding is not null and error is not null")))
                .isEqualTo(Tables.idsWithout(20, 3, 5, 7));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void noRowsGiveNoRowsButNothingIsLearntOfThem(Stage stage) {
        Dataset<Row> none = Tables.vectors(20).filter("id < 0");

        if (stage.stage() instanceof Autoencoder) {
            assertThat(failure(ErrorCode.SOURCE_UNREADABLE, () -> stage.apply(none)).where())
                    .contains("column features");
        } else {
            Dataset<Row> encoded = stage.apply(none);
            assertThat(encoded.collectAsList()).isEmpty();
            assertThat(encoded.schema()).isEqualTo(stage.stage().transformSchema(none.schema()));
        }
    }

    private static HourglassException refusal(Stage stage, StructType schema) {
        return failure(ErrorCode.CONFIGURATION, () -> stage.stage().transformSchema(schema));
    }
}
