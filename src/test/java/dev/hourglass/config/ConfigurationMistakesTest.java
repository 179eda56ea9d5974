package dev.hourglass.config;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.training.TrainingSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that the message leads to the key. */
class ConfigurationMistakesTest {
    @ParameterizedTest
    @CsvSource({
        "training.epoch=3, training.epoch, training.epochs",
        "training.learnig-rate=1, training.learnig-rate, training.learning-rate",
        "training.learningRate=1, training.learningRate, training.learning-rate",
        "trainning.epochs=3, trainning.epochs, training.epochs",
        "sed=3, sed, seed",
        "network.dense.width=[3], network.dense.width, network.dense.widths",
        "Seed=3, Seed, seed"
    })
    void aMisspeltKeyIsRefusedAndTheNearestNamed(String override, String key, String nearest) {
        assertThat(refusal(override))
                .hasMessageContaining("Unknown configuration key " + key + " (command line)")
                .hasMessageContaining("did you mean " + nearest + "?");
    }

    @Test
    void aMisspeltKeyInAFileIsNamedWithItsLine(@TempDir Path folder) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> Configurations.ofFile(folder, "\n\ntraining.epoch = 3")))
                .hasMessageContaining("test.conf: 3");
    }

    @Test
    void ofAMisspeltSectionInAFileTheFirstKeyIsNamed(@TempDir Path folder) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        Configurations.ofFile(
                                                folder,
                                                "trainning {\n  epochs = 3\n  batch = 1\n}")))
                .hasMessageContaining("Unknown configuration key trainning.epochs ")
                .hasMessageContaining("test.conf: 2")
                .hasMessageContaining("did you mean training.epochs?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training=3",
                "training=null",
                "network.dense=[1]",
                "spark=local",
                "spark=1"
            })
    void aValueInAPlaceOfASectionIsRefused(String override) {
        assertThat(refusal(override))
                .hasMessageContaining("is a section, not a value")
                .hasMessageContaining("set one of its keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"seed.x=3", "name={x = 1}", "training.epochs.first=3", "source.idx=true"})
    void aSectionInThePlaceOfAValueIsRefused(String override) {
        assertThat(refusal(override)).hasMessageContaining("is a value, not a section");
    }

    @ParameterizedTest
    @ValueSource(strings = {"training.epochs", "=3", "", "training..epochs=3", "a b[=1"})
    void anArgumentThatIsNotKeyAndValueIsAMistakeOfUsage(String argument) {
        assertThat(failure(ErrorCode.USAGE, () -> Configurations.of(argument)))
                .hasMessageContaining("\"" + argument + "\"");
    }

    @Test
    void anUnfinishedListIsAMistakeOfUsage() {
        assertThat(failure(ErrorCode.USAGE, () -> Configurations.of("network.dense.widths=[1")))
                .hasMessageContaining("network.dense.widths=[1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epochs=",
                "epochs=many",
                "epochs=1.5",
                "epochs=null",
                "epochs=true",
                "epochs=[3]",
                "epochs=99999999999",
                "learning-rate=fast",
                "learning-rate=null",
                "learning-rate=NaN",
                "epochs=0",
                "epochs=-1",
                "batch=65537",
                "local-steps=0",
                "learning-rate=0",
                "learning-rate=11",
                "learning-rate=1e400"
            })
    void aValueOfAWrongTypeOrOutOfRangeIsRefusedByItsKey(String override) {
        String key = override.substring(0, override.indexOf('='));
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        Configurations.of("training." + override)
                                                .section("training", TrainingSettings.class)))
                .hasMessageContaining("training." + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "many", "null", "9223372036854775808"})
    void aSeedIsAWholeNumber(String seed) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> Configurations.of("name=n", "seed=" + seed).common()))
                .hasMessageContaining("seed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "architecture=transformer | dense, conv2d, conv1d, lapped",
                "architecture=DENSE | dense, conv2d, conv1d, lapped",
                "dense.activation=leaky_relu | relu, leaky-relu, elu, sigmoid, tanh",
                "conv2d.preset=vgg | dcec, tutorial"
            })
    void aWrongChoiceListsTheRightOnes(String override, String allowed) {
        assertThat(network("network." + override))
                .hasMessageContaining(
                        "network." + override.substring(0, override.indexOf('=')) + ":")
                .hasMessageContaining("is not one of " + allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network.architecture=null",
                "network.dense.widths=null",
                "network.dense.widths=[3, null]",
                "network.dense.activation=null",
                "network.conv2d.blocks=[{filters=1, kernel=1, stride=1, padding=null}]",
                "network.conv2d.blocks=[{filters=1, kernel=1, stride=1}]",
                "network.conv2d.blocks=[]",
                "network.conv2d.blocks=[{filters=1, kernel=1, stride=1, padding=same, x=1}]",
                "network.dense.widths=5",
                "network.dense.widths=[1.5]"
            })
    void whatANetworkCannotDoWithoutIsNamed(String override) {
        String section = override.substring(0, override.indexOf('=')).replaceAll("\\..*", "");
        assertThat(network(override)).hasMessageContaining(section);
    }

    @Test
    void aPlaceInAListIsNamed() {
        assertThat(network("network.conv2d.blocks=[{filters=x, kernel=1, stride=1, padding=same}]"))
                .hasMessageContaining("network.conv2d.blocks[0].filters");
    }

    @ParameterizedTest
    @CsvSource({
        "shards=0, ingest.shards",
        "shards=10001, ingest.shards",
        "max-rejected=1.01, ingest.max-rejected",
        "max-rejected=-0.01, ingest.max-rejected",
        "validation=1, ingest.validation",
        "test=-0.1, ingest.test",
        "test=0.95, ingest.validation",
        "row-group-bytes=65535, ingest.row-group-bytes",
        "row-group-bytes=1073741825, ingest.row-group-bytes"
    })
    void ingestSettingsOutOfRangeAreRefused(String override, String key) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        Configurations.of("ingest." + override)
                                                .section("ingest", IngestSettings.class)))
                .hasMessageContaining(key);
    }

    private static HourglassException refusal(String override) {
        return failure(ErrorCode.CONFIGURATION, () -> Configurations.of(override));
    }

    private static HourglassException network(String override) {
        return failure(
                ErrorCode.CONFIGURATION,
                () -> Configurations.of(override).section("network", NetworkSettings.class));
    }
}
