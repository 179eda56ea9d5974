package dev.hourglass.store;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private record Inner(double meanLoss) {}

    private record Versioned(int formatVersion, Inner inner) {}

    private record Outer(
            int formatVersion, String runId, Instant created, List<Inner> allParts, String absent) {
        private Outer {
            Objects.requireNonNull(runId, "runId is null");
        }
    }

    private static final Outer VALUE =
            new Outer(
                    1,
                    "r \"1\" µ",
                    Instant.parse("2026-01-02T03:04:05Z"),
                    List.of(new Inner(0.1), new Inner(Double.NaN)),
                    null);

    @Test
    void aRecordIsOneLineOfSnakeCaseKeysInOrder() {
        assertThat(Json.line(VALUE))
                .isEqualTo(
                        "{\"format_version\":1,\"run_id\":\"r \\\"1\\\" µ\","
                                + "\"created\":\"2026-01-02T03:04:05Z\","
                                + "\"all_parts\":[{\"mean_loss\":0.1},{\"mean_loss\":\"NaN\"}]}");
    }

    @Test
    void filesForPeopleAreIndentedTheSameOnEverySystem() {
        assertThat(Json.pretty(new Inner(2))).isEqualTo("{\n  \"mean_loss\" : 2.0\n}\n");
    }

    @Test
    void whatIsWrittenReadsBack() {
        assertThat(Json.read(Json.line(VALUE), Outer.class, 1, "f")).isEqualTo(VALUE);
        assertThat(Json.read(Json.pretty(VALUE), Outer.class, 1, "f")).isEqualTo(VALUE);
    }

    @Test
    void keysOfALaterBuildArePassedOver() {
        assertThat(read("{\"format_version\": 1, \"inner\": {\"mean_loss\": 2, \"later\": {}}}"))
                .isEqualTo(new Versioned(1, new Inner(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"format_version\": 1, \"inner\": 5}",
                "{\"format_version\": 1} {",
                "{\"format_version\": 1}}",
                "\u0000\u0001"
            })
    void aDamagedTextIsRefusedByItsFile(String text) {
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> read(text)))
                .hasMessageContaining("runs/r/x.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{\"mean_loss\": 1} {"})
    void soIsADamagedTextOfAFormatWithoutVersions(String text) {
        assertThat(
                        failure(
                                ErrorCode.STORE_CORRUPT,
                                () -> Json.read(text, Inner.class, "runs/r/x.json")))
                .hasMessageContaining("runs/r/x.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "99", "-1", "\"x\"", "null", "1e20"})
    void anotherVersionIsRefusedWhateverTheRestLooksLike(String version) {
        assertThat(
                        failure(
                                ErrorCode.STORE_CORRUPT,
                                () ->
                                        read(
                                                "{\"format_version\": %s, \"inner\": [1]}"
                                                        .formatted(version))))
                .hasMessageContaining("The format version is " + version.replace("1e20", "1.0E20"))
                .hasMessageContaining("reads version 1");
    }

    @Test
    void whatTheRecordItselfRefusesIsDamageToo() {
        assertThat(
                        failure(
                                ErrorCode.STORE_CORRUPT,
                                () -> Json.read("{\"format_version\":1}", Outer.class, 1, "f")))
                .hasMessageContaining("runId is null");
    }

    @Test
    void aTextNestedWithoutEndIsRefused() {
        failure(ErrorCode.STORE_CORRUPT, () -> read("[".repeat(1 << 20)));
    }

    private static Versioned read(String text) {
        return Json.read(text, Versioned.class, 1, "runs/r/x.json");
    }
}
