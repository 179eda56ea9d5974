package dev.hourglass.search;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.search.SearchSettings.Method;
import org.junit.jupiter.api.Test;

class SearchSettingsTest {
    @Test
    void aValueOutOfRangeIsRefusedByItsKey() {
        assertRefused("search.k", 0, null, 16, 100, 50);
        assertRefused("search.k", 1_001, null, 16, 100, 50);
        assertRefused("search.partitions", 10, 0, 16, 100, 50);
        assertRefused("search.m", 10, null, 1, 100, 50);
        assertRefused("search.ef-construction", 10, null, 16, 1, 50);
        assertRefused("search.ef-search", 10, null, 16, 100, 0);
    }

    private static void assertRefused(
            String key, int k, Integer partitions, int m, int efConstruction, int efSearch) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        new SearchSettings(
                                                Method.HNSW,
                                                Metric.COSINE,
                                                k,
                                                null,
                                                partitions,
                                                m,
                                                efConstruction,
                                                efSearch)))
                .hasMessageContaining("out of range (" + key + "): give");
    }
}
