package dev.hourglass.spark;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.EngineSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupChecksTest {
    private static final String JAVACPP = "-Dorg.bytedeco.javacpp.";

    @Test
    void theSettingsThatComeWithHourglassFitTogether() throws IOException {
        SparkConf configuration = onCluster();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("conf/spark-defaults.conf"))) {
            properties.load(reader);
        }
        properties.forEach((key, value) -> configuration.set((String) key, (String) value));

        assertThat(configuration.get("spark.executor.extraJavaOptions")).contains("maxbytes=3g");
        assertThatCode(() -> StartupChecks.check(configuration)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "4g, 4g, maxbytes=3g",
        "4g, 4096, maxbytes=3g",
        "4g, 4g, maxbytes=8g -Dorg.bytedeco.javacpp.maxbytes=3072m",
        "4g, 4g, maxbytes=3g -Dorg.bytedeco.javacpp.maxphysicalbytes=8g",
        "4g, 4g, maxbytes=3g -Dorg.bytedeco.javacpp.maxphysicalbytes=0",
        "1g, 2g, cachedir=/tmp",
        "100g, , maxbytes=9g"
    })
    void memoryThatSufficesIsAccepted(String memory, String overhead, String option) {
        SparkConf configuration = memory(memory, overhead, option);
        assertThatCode(() -> StartupChecks.check(configuration)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "4g, 4g, maxbytes=3073m, too small, maxbytes=3073m, at least 4097m",
        "4g, , maxbytes=3g, too small, memoryOverhead = 409m, at least 4096m",
        "2g, 2g, cachedir=/tmp, too small, maxbytes=2048m, at least 3072m",
        "4g, 4g, maxbytes=0, Nothing limits, maxbytes=0m, above 0",
        "4g, 4g, maxbytes=3g -Dorg.bytedeco.javacpp.maxphysicalbytes=8193m, would be killed,"
                + " maxphysicalbytes=8193m, at most 8192m",
        "4g, 4g, maxbytes=many, cannot be read, maxbytes=many, 512m",
        "4 pounds, 4g, maxbytes=3g, cannot be read, spark.executor.memory = 4 pounds, 512m"
    })
    void memoryThatDoesNotSufficeIsRefusedOnAClusterOnly(
            String memory, String overhead, String option, String what, String where, String mend) {
        SparkConf configuration = memory(memory, overhead, option);
        HourglassException refused = refused(configuration);
        assertThat(refused.what()).contains(what);
        assertThat(refused.where()).contains(where);
        assertThat(refused.mend()).contains(mend);

        configuration.setMaster("local[2]");
        assertThatCode(() -> StartupChecks.check(configuration)).doesNotThrowAnyException();
    }

    @Test
    void moreThreadsThanATaskHasCoresAreRefused() {
        EngineSettings four =
                new EngineSettings(EngineSettings.Name.ONEDNN, 4, EngineSettings.Precision.FLOAT32);
        SparkConf configuration = new SparkConf(false).setMaster("local[4]");
        four.asSparkSettings().forEach(configuration::set);

        assertThat(refused(configuration).where())
                .isEqualTo("engine.threads = 4, spark.task.cpus = 1");
        configuration.set("spark.task.cpus", "4");
        assertThatCode(() -> StartupChecks.check(configuration)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "spark.speculation, true",
        "spark.dynamicAllocation.enabled, true",
        "spark.serializer, org.apache.spark.serializer.KryoSerializer"
    })
    void settingsThatSpoilTrainingAreRefused(String key, String value) {
        SparkConf configuration = new SparkConf(false).setMaster("local[2]").set(key, value);
        HourglassException refused = refused(configuration);
        assertThat(refused.where()).isEqualTo(key + " = " + value);
        assertThat(refused.mend()).contains(key);
    }

    private static SparkConf memory(String memory, String overhead, String option) {
        SparkConf configuration =
                onCluster()
                        .set("spark.executor.memory", memory)
                        .set("spark.executor.extraJavaOptions", "-Xss4m " + JAVACPP + option);
        return overhead == null
                ? configuration
                : configuration.set("spark.executor.memoryOverhead", overhead);
    }

    private static SparkConf onCluster() {
        return new SparkConf(false).setMaster("yarn");
    }

    private static HourglassException refused(SparkConf configuration) {
        return failure(ErrorCode.CONFIGURATION, () -> StartupChecks.check(configuration));
    }
}
