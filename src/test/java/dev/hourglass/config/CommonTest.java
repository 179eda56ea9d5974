package dev.hourglass.config;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonTest {
    @Test
    void theKeysOutsideAnySectionAreBound() {
        assertThat(Configurations.of("name=mnist", "store=/s", "seed=-7", "source=idx").common())
                .isEqualTo(new Common("mnist", "/s", -7, "idx"));
    }

    @Test
    void theSourceMayBeLeftOut() {
        Common common = Configurations.of("name=mnist").common();
        assertThat(common.sourceName()).isEmpty();
        assertThat(common.seed()).isEqualTo(42);
    }

    @Test
    void aNameIsNeeded() {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> Configurations.of().common()))
                .hasMessageContaining("name is not set")
                .hasMessageContaining("name=mnist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Mnist",
                "a/b",
                "..",
                "../up",
                "-a",
                "_staging",
                "a.b",
                "a b",
                "caf\u00e9",
                "a0123456789012345678901234567890123456789012345678901234567890123"
            })
    void aNameThatIsNoFolderOfTheStoreIsRefused(String name) {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> new Common(name, "s", 1, null)))
                .hasMessageContaining("name = " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "mnist-2_b"})
    void lowerCaseLettersDigitsHyphensAndUnderscoresMakeAName(String name) {
        assertThat(new Common(name, "s", 1, null).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store=null", "store="})
    void aStoreIsNeeded(String override) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> Configurations.of("name=n", override).common()))
                .hasMessageContaining("store is not set");
    }
}
