package dev.hourglass.source;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingsSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    path=null | ratings.path
                    path=" " | ratings.path
                    format=null | ratings.format
                    separator="" | ratings.separator
                    user=null | ratings.user
                    item="" | ratings.item
                    rows=null | ratings.rows
                    rating=null, threshold=4 | ratings.rating
                    rating=null, least=1 | ratings.rating
                    least=5, greatest=1 | ratings.greatest
                    user=userId | ratings.user, item, rating, time
                    time=timestamp | ratings.user, item, rating, time
                    """)
    void aWrongValueIsNamed(String keys, String where) {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> settings(keys)).where()).isEqualTo(where);
    }

    @Test
    void columnsAreNamedInParquetAndWhereTheyAreNoNumbers() {
        assertThat(settings("time=4").isNamed()).isFalse();
        assertThat(settings("user=a, item=b, rating=c").isNamed()).isTrue();
        assertThat(settings("format=parquet").isNamed()).isTrue();
    }

    private static RatingsSettings settings(String keys) {
        return RatingsFiles.settings("path=x, " + keys);
    }
}
