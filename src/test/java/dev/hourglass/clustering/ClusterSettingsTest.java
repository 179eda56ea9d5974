package dev.hourglass.clustering;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.clustering.ClusterSettings.Method;
import dev.hourglass.error.HourglassException;
import dev.hourglass.testing.Clusterings;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
    @Test
    void aValueOutOfRangeIsRefusedByItsKey() {
        assertThatThrownBy(() -> Clusterings.settings(Method.KMEANS, 1, 5, 100))
                .isInstanceOf(HourglassException.class)
                .hasMessage("1 is out of range (cluster.k): give a number from 2 to 10000");
        assertThatThrownBy(() -> Clusterings.settings(Method.KMEANS, 10, 0, 100))
                .hasMessageContaining("cluster.restarts");
        assertThatThrownBy(() -> Clusterings.settings(Method.KMEANS, 10, 5, 10_001))
                .hasMessageContaining("cluster.max-iterations");
    }
}
