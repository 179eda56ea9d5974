package dev.hourglass.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class SharedSparkTest {
    @Test
    void sparkCountsInParallel(SparkSession spark) {
        assertThat(spark.range(0, 1000, 1, 4).count()).isEqualTo(1000);
    }
}
