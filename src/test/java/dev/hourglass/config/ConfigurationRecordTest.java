package dev.hourglass.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run keeps of its configuration: the effective values, and a digest of the deciding ones.
 */
class ConfigurationRecordTest {
    @TempDir private Path folder;

    @Test
    void whatIsRenderedReadsBackAsTheSameConfiguration() {
        Configuration configuration =
                Configurations.of("name=n", "network.dense.widths=[3, 2]", "spark.a.b=\"x y\"");
        Configuration again = Configurations.ofFile(folder, configuration.render());
        assertThat(again.render()).isEqualTo(configuration.render());
        assertThat(again.digest("name", "network", "training", "spark"))
                .isEqualTo(configuration.digest("name", "network", "training", "spark"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.hadoop.fs.s3a.secret.key",
                "spark.hadoop.fs.s3a.access.key",
                "spark.hadoop.fs.s3a.session.token",
                "spark.hadoop.fs.s3a.encryption.key",
                "spark.hadoop.fs.s3a.bucket.data.secret.key",
                "spark.hadoop.fs.azure.account.key.me.blob.core.windows.net",
                "spark.ssl.keyPassword",
                "spark.authenticate.secret",
                "spark.my-credentials.file",
                "spark.ACCESS-KEY"
            })
    void valuesOfSecretKeysAreNotRendered(String key) {
        Configuration configuration = Configurations.of("name=n", key + "=hunter2");
        assertThat(configuration.sparkSettings()).containsEntry(key, "hunter2");
        assertThat(configuration.render().contains("hunter2")).isFalse();
        assertThat(ConfigFactory.parseString(configuration.render()).getString(key))
                .isEqualTo("(redacted)");
    }

    @Test
    void nothingElseIsRedacted() {
        assertThat(Configurations.of("name=n").render()).doesNotContain("(redacted)");
    }

    @Test
    void theDigestIsAHexadecimalSha256() {
        assertThat(Configurations.of().digest("training")).matches("[0-9a-f]{64}");
    }

    @Test
    void keyOrderCommentsAndFormattingDoNotChangeTheDigest() {
        Configuration one =
                Configurations.ofFile(
                        folder, "training { epochs = 3, batch = 7 }\nnetwork.dense.widths = [5,4]");
        Configuration other =
                Configurations.ofFile(
                        folder,
                        "// a comment\n\"training\".batch : 7\nnetwork { dense { widths = [\n5\n4 ] }}\n"
                                + "training.epochs=3 # another");
        Configuration arguments =
                Configurations.of(
                        "network.dense.widths=[5, 4]", "training.epochs=3", "training.batch=7");
        assertThat(other.digest("training", "network"))
                .isEqualTo(one.digest("training", "network"))
                .isEqualTo(arguments.digest("training", "network"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.epochs=11",
                "training.learning-rate=0.002",
                "network.dense.widths=[250, 500]",
                "network.dense.tied=true",
                "network.conv2d.preset=dcec",
                "seed=43",
                "source=idx"
            })
    void everyValueChangesTheDigest(String override) {
        String[] deciding = {"training", "network", "seed", "source"};
        assertThat(Configurations.of(override).digest(deciding))
                .isNotEqualTo(Configurations.of().digest(deciding));
    }

    @Test
    void onlyTheNamedKeysCount() {
        assertThat(Configurations.of("store=elsewhere", "network.bottleneck=3").digest("training"))
                .isEqualTo(Configurations.of().digest("training"));
        assertThat(Configurations.of().digest("training"))
                .isNotEqualTo(Configurations.of().digest("network"));
    }
}
