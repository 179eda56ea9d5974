package dev.hourglass.ml;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.OutputActivation;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What training makes of rows and Params, and what becomes of a model's files. */
@ExtendWith(SharedSpark.class)
class AutoencoderIT {
    private static final int COUNT = 60;

    private static AutoencoderModel model;

    @TempDir private Path folder;

    @BeforeAll
    static void train() {
        model = Tables.autoencoder().fit(Tables.vectors(COUNT));
    }

    @Test
    void trainingLearnsToReconstruct() {
        Dataset<Row> rows = Tables.vectors(COUNT);
        Autoencoder autoencoder = Tables.autoencoder().setErrorCol("error").setLocalSteps(1);

        double before = meanError(autoencoder.setEpochs(1).fit(rows), rows);
        double after = meanError(autoencoder.setEpochs(40).fit(rows), rows);

        assertThat(after).isLessThan(before / 4);
    }

    @Test
    void theErrorIsTheMeanSquaredDistanceToTheReconstruction() {
        List<Row> encoded =
                model.copy(new ParamMap())
                        .setErrorCol("error")
                        .setReconstructionCol("reconstruction")
                        .transform(Tables.vectors(COUNT))
                        .collectAsList();

        for (Row row : encoded) {
            Vector reconstruction = row.getAs("reconstruction");
            double distance = Vectors.sqdist(row.getAs("features"), reconstruction);
            assertThat(row.<Double>getAs("error"))
                    .isCloseTo(distance / Tables.WIDTH, within(1e-4 * distance));
        }
    }

    @Test
    void theModelIsOfTheRowsWhateverTheirOrderAndPartitions() {
        // Some rows are the same.
        Dataset<Row> rows = Tables.vectors(COUNT).union(Tables.vectors(5));
        Dataset<Row> others = rows.repartition(7).sort(functions.desc("id")).coalesce(1);

        List<Row> expected = Tables.sorted(Tables.autoencoder().fit(rows).transform(rows));

        assertThat(Tables.sorted(Tables.autoencoder().fit(others).transform(rows)))
                .isEqualTo(expected);
        assertThat(Tables.sorted(Tables.autoencoder().setSeed(1).fit(rows).transform(rows)))
                .isNotEqualTo(expected);
    }

    @Test
    void rowsThatTrainingCannotUseDoNotCount() {
        Dataset<Row> sound = Tables.withFlaws().filter("not id in (3, 5, 7)");
        List<Row> expected = Tables.sorted(Tables.autoencoder().fit(sound).transform(sound));

        AutoencoderModel other =
                Tables.autoencoder().setHandleInvalid("skip").fit(Tables.withFlaws());

        assertThat(Tables.sorted(other.transform(sound))).isEqualTo(expected);
    }

    @Test
    void nothingIsLeftInTheWorkFolder() throws IOException {
        Autoencoder autoencoder = Tables.autoencoder().setWorkFolder(folder.toString());

        autoencoder.fit(Tables.vectors(COUNT));
        failure(ErrorCode.SOURCE_MALFORMED, () -> autoencoder.fit(Tables.withFlaws()));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aWorkFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Autoencoder autoencoder = Tables.autoencoder().setWorkFolder(file.toString());

        assertThat(
                        failure(
                                        ErrorCode.STORE_UNWRITABLE,
                                        () -> autoencoder.fit(Tables.vectors(COUNT)))
                                .where())
                .contains(file.toString());
    }

    @Test
    void paramsDecideTheNetwork() {
        NetworkSettings usual = network(new Autoencoder());
        assertThat(usual.dense().widths()).containsExactly(500, 250);
        assertThat(usual.bottleneck()).isEqualTo(10);
        assertThat(usual.output()).isEqualTo(OutputActivation.IDENTITY);
        assertThat(usual.normalisation()).isEqualTo(NormalisationMethod.STANDARDISE);

        NetworkSettings pixels = network(new Autoencoder().setOutputActivation("sigmoid"));
        assertThat(pixels.normalisation()).isEqualTo(NormalisationMethod.NONE);

        NetworkSettings other =
                network(
                        new Autoencoder()
                                .setWidths(7)
                                .setBottleneck(3)
                                .setNormalisation("none")
                                .setSettings("network.dense.tied=true"));
        assertThat(other.dense().widths()).containsExactly(7);
        assertThat(other.dense().tied()).isTrue();
        assertThat(other.bottleneck()).isEqualTo(3);
        assertThat(other.normalisation()).isEqualTo(NormalisationMethod.NONE);
        failure(
                ErrorCode.CONFIGURATION,
                () ->
                        network(
                                new Autoencoder()
                                        .setOutputActivation("sigmoid")
                                        .setNormalisation("standardise")));
    }

    @Test
    void settingsTakeNoKeyThatAParamStandsForOrThatIsUnknown() {
        for (String entry :
                List.of(
                        "training.epochs=3",
                        "network.dense={widths=[3]}",
                        "training.master=dl4j",
                        "ingest.shards=3",
                        "training.optimiser=adamw",
                        "training.optimizer")) {
            failure(ErrorCode.CONFIGURATION, () -> new Autoencoder().setSettings(entry));
        }
        Autoencoder stage = new Autoencoder().setSettings("training.optimizer = adamw");
        assertThat(FitSettings.of(stage).training().optimizer()).hasToString("ADAMW");
    }

    @Test
    void earlyStoppingWatchesTheRowsThatAreHeldOut() {
        Autoencoder autoencoder =
                Tables.autoencoder().setSettings("training.early-stopping.patience=1");
        Dataset<Row> rows = Tables.vectors(COUNT);

        failure(ErrorCode.CONFIGURATION, () -> autoencoder.fit(rows));
        autoencoder.setValidation(0.3).fit(rows);
    }

    @Test
    void damagedWeightsAreRefused() throws IOException {
        Path path = folder.resolve("model");
        model.save(path.toString());
        Path weights = path.resolve("weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.deleteIfExists(path.resolve(".weights.safetensors.crc"));
        Files.write(weights, bytes);

        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> AutoencoderModel.load(path.toString())))
                .hasMessageContaining("SHA-256");
    }

    @Test
    void aNetworkThatIsNotThatOfTheWeightsIsRefused() throws IOException {
        Path path = folder.resolve("model");
        model.save(path.toString());
        Path network = path.resolve("autoencoder.json");
        String text = Files.readString(network);
        Files.deleteIfExists(path.resolve(".autoencoder.json.crc"));

        for (String damaged :
                List.of(
                        text.replace("\"bottleneck\" : 2", "\"bottleneck\" : 3"),
                        text.replace("\"bottleneck\" : 2", "\"bottleneck\" : 0"),
                        text.replace("\"format_version\" : 1", "\"format_version\" : 2"),
                        text.substring(0, text.length() / 2),
                        "")) {
            assertThat(damaged).isNotEqualTo(text);
            Files.writeString(network, damaged);
            failure(ErrorCode.STORE_CORRUPT, () -> AutoencoderModel.load(path.toString()));
        }
        Files.delete(network);
        failure(ErrorCode.STORE_CORRUPT, () -> AutoencoderModel.load(path.toString()));
    }

    private static NetworkSettings network(Autoencoder stage) {
        return FitSettings.of(stage).network();
    }

    private static double meanError(AutoencoderModel model, Dataset<Row> rows) {
        return model.transform(rows).agg(functions.avg("error")).head().getDouble(0);
    }
}
