package dev.hourglass.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class HourglassExceptionTest {
    @Test
    void theMessageSaysWhatWhereAndHowToMendIt() {
        IOException cause = new IOException("no such file");
        HourglassException e =
                new HourglassException(
                        ErrorCode.SOURCE_UNREADABLE, "It is gone", "a.png", "bring it back", cause);
        assertThat(e).hasMessage("It is gone (a.png): bring it back").hasCause(cause);
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(e.what()).isEqualTo("It is gone");
        assertThat(e.where()).isEqualTo("a.png");
        assertThat(e.mend()).isEqualTo("bring it back");
    }

    @Test
    void aFailureWithoutACodeIsAMistakeOfTheProgram() {
        assertThatNullPointerException()
                .isThrownBy(() -> new HourglassException(null, "what", "where", "mend"))
                .withMessage("code is null");
    }

    @Test
    void aFailureTravelsFromExecutorToDriverWhole() {
        HourglassException sent =
                new HourglassException(ErrorCode.SOURCE_MALFORMED, "what", "where", "mend");
        HourglassException received = SerializationUtils.roundtrip(sent);
        assertThat(received).hasMessage(sent.getMessage());
        assertThat(received.code()).isEqualTo(ErrorCode.SOURCE_MALFORMED);
        assertThat(received.mend()).isEqualTo("mend");
    }

    @Test
    void schedulersCanTellFailuresApartByExitCode() {
        Map<ErrorCode, Integer> expected = new EnumMap<>(ErrorCode.class);
        expected.put(ErrorCode.USAGE, 2);
        expected.put(ErrorCode.CONFIGURATION, 2);
        expected.put(ErrorCode.MISSING_INPUT, 2);
        expected.put(ErrorCode.STORE_CONFLICT, 2);
        expected.put(ErrorCode.SOURCE_UNREADABLE, 3);
        expected.put(ErrorCode.SOURCE_MALFORMED, 3);
        expected.put(ErrorCode.TOO_MANY_REJECTED, 3);
        expected.put(ErrorCode.STORE_CORRUPT, 3);
        expected.put(ErrorCode.DRIFT, 3);
        expected.put(ErrorCode.STORE_UNWRITABLE, 1);
        expected.put(ErrorCode.TRAINING_FAILED, 1);
        expected.put(ErrorCode.INTERNAL, 1);
        Map<ErrorCode, Integer> actual = new EnumMap<>(ErrorCode.class);
        Arrays.stream(ErrorCode.values()).forEach(code -> actual.put(code, code.exitCode()));
        assertThat(actual).isEqualTo(expected);
    }
}
