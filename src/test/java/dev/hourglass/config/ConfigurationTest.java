package dev.hourglass.config;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.Padding;
import dev.hourglass.source.IdxSettings;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @TempDir private Path folder;

    @Test
    void theFileWinsOverDefaultsAndTheCommandLineOverBoth() {
        TrainingSettings settings =
                training(
                        Configurations.ofFile(
                                folder, "training { epochs = 3, batch = 7 }", "training.batch=9"));
        assertThat(settings.localSteps()).isEqualTo(10);
        assertThat(settings.epochs()).isEqualTo(3);
        assertThat(settings.batch()).isEqualTo(9);
    }

    @Test
    void theLastOfTwoEqualArgumentsWins() {
        assertThat(training(Configurations.of("training.epochs=2", "training.epochs=4")).epochs())
                .isEqualTo(4);
    }

    @Test
    void spacesAroundKeyAndValueDoNotCount() {
        assertThat(training(Configurations.of(" training.epochs = 2 ")).epochs()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hdfs://node:8020/data",
                "s3a://bucket/a=b",
                "/with space/and, comma",
                "C:\\windows",
                "/hash#tag",
                "${NOT_A_VARIABLE}/x",
                "/o'brien/\u00fcml\u00e4ut",
                "12monkeys",
                "truely",
                "007",
                "1e5",
                "0.10",
                "192.168.0.1",
                "2026-11-23"
            })
    void aTextOnTheCommandLineIsTakenAsItStands(String text) {
        assertThat(Configurations.of("name=n", "store=" + text).common().store()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "1e5", "2024"})
    void aNameOfDigitsStaysTheTextItWas(String name) {
        assertThat(Configurations.ofFile(folder, "name = " + name).common().name()).isEqualTo(name);
        assertThat(Configurations.of("name=" + name).common().name()).isEqualTo(name);
    }

    @Test
    void listsAndObjectsCanBeGivenOnTheCommandLine() {
        NetworkSettings settings =
                Configurations.of(
                                "network.dense.widths=[30, 20]",
                                "network.dense={tied = true}",
                                "network.conv1d.blocks=[{filters=2, kernel=3, stride=1, padding=valid}]")
                        .section("network", NetworkSettings.class);
        assertThat(settings.dense().widths()).containsExactly(30, 20);
        assertThat(settings.dense().tied()).isTrue();
        assertThat(settings.conv1d().blocks()).containsExactly(new Block(2, 3, 1, Padding.VALID));
    }

    @Test
    void aKeyCanBeSetBackToNothing() {
        IdxSettings settings =
                Configurations.ofFile(
                                folder,
                                "idx { train-images = a, train-labels = b }",
                                "idx.train-labels=null")
                        .section("idx", IdxSettings.class);
        assertThat(settings.trainImages()).isEqualTo("a");
        assertThat(settings.trainLabels()).isNull();
    }

    @Test
    void aVariableOfTheEnvironmentIsPutIn() {
        assertThat(Configurations.ofFile(folder, "name = n, store = ${PATH}/x").common().store())
                .isEqualTo(System.getenv("PATH") + "/x");
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        Configurations.ofFile(
                                                folder, "store = ${HOURGLASS_NOT_SET}/x")))
                .hasMessageContaining("HOURGLASS_NOT_SET")
                .hasMessageContaining("test.conf: 1");
    }

    @Test
    void aVariableIsNotNeededWhereTheCommandLineSaysTheValue() {
        assertThat(
                        Configurations.ofFile(
                                        folder,
                                        "name = n, store = ${HOURGLASS_NOT_SET}/x",
                                        "store=/tmp/s")
                                .common()
                                .store())
                .isEqualTo("/tmp/s");
    }

    @Test
    void aSectionCanBuildOnItselfAsHoconAllows() {
        Configuration configuration =
                Configurations.ofFile(
                        folder,
                        "training = {epochs = 3}\ntraining = ${training} {batch = 5}\n"
                                + "training.local-steps = ${training.batch}");
        assertThat(training(configuration)).isEqualTo(Trainings.settings(3, 5, 5, 0.001));
    }

    @Test
    void sparkSettingsAreHandedOverUnderTheirFullNames() {
        Configuration configuration =
                Configurations.of(
                        "spark.executor.memory=2g",
                        "spark.sql.shuffle.partitions=7",
                        "spark.eventLog.enabled=true");
        assertThat(configuration.sparkSettings())
                .containsExactly(
                        entry("spark.eventLog.enabled", "true"),
                        entry("spark.executor.memory", "2g"),
                        entry("spark.master", "local[*]"),
                        entry("spark.sql.shuffle.partitions", "7"));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        Configuration.load(
                                                Optional.of(folder.resolve("none.conf")),
                                                List.of())))
                .hasMessageContaining("none.conf");
    }

    @Test
    void aFolderIsNoFile() {
        failure(ErrorCode.CONFIGURATION, () -> Configuration.load(Optional.of(folder), List.of()));
    }

    @Test
    void aMalformedFileIsNamedWithItsLine() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> Configurations.ofFile(folder, "seed = 1\ntraining {")))
                .hasMessageContaining("test.conf: 2");
    }

    private static TrainingSettings training(Configuration configuration) {
        return configuration.section("training", TrainingSettings.class);
    }
}
