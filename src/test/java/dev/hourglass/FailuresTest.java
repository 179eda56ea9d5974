package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    @Test
    void aFailureOfOursIsFoundBelowSparks() {
        HourglassException ours =
                new HourglassException(ErrorCode.SOURCE_MALFORMED, "what", "where", "mend");
        assertThat(Failures.explain(new SparkException("Job aborted", new IOException(ours))))
                .isSameAs(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "java.io.IOException: No space left on device, The disk is full, STORE_UNWRITABLE",
        "java.lang.OutOfMemoryError: Java heap space, There is not enough memory, INTERNAL",
        "java.lang.RuntimeException: file:/in/x is not a Parquet file, no Parquet, SOURCE_MALFORMED",
        "Could not parse Master URL: 'x', Spark does not know a master, CONFIGURATION",
        "Job 3 cancelled because SparkContext was shut down, Spark has ended, INTERNAL",
        "java.io.FileNotFoundException: /a (Permission denied), cannot be read, STORE_UNWRITABLE"
    })
    void anExecutorsFailureIsKnownByItsText(String text, String what, ErrorCode code) {
        Exception lost = new SparkException("Lost task 0.0:\n" + text + "\n\tat a.B.c(B.java:1)");

        HourglassException failure = Failures.explain(new IllegalStateException("aborted", lost));

        assertThat(failure.what()).contains(what);
        assertThat(failure.where()).contains(text);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void aCauseIsShownAsItStandsAndNotCutOffInWhatSparkSaysOfIt() {
        Exception cause = new IOException("file:/in/x is not a Parquet file");
        String repeated = "Job aborted: " + "stage failure ".repeat(30) + cause;
        assertThat(Failures.explain(new SparkException(repeated, cause)).where())
                .isEqualTo("Caused by: " + cause);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(Failures.explain(new FileNotFoundException("/data/x")).where())
                .contains("/data/x");
    }

    @Test
    void whatNobodyExpectedSendsToTheTrace() {
        HourglassException failure = Failures.explain(new IllegalStateException("odd\nlines"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.where()).isEqualTo("IllegalStateException: odd");
        assertThat(failure.mend()).contains("--debug");
    }
}
