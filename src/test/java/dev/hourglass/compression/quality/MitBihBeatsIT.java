package dev.hourglass.compression.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.compression.MitBih;
import dev.hourglass.compression.quality.BeatMatching.TypeCount;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The beats found in the MIT-BIH Arrhythmia Database against those its authors annotated. */
@Tag("real-data")
class MitBihBeatsIT {
    private static final double EC57_TOLERANCE = 0.15;

    private MitBih database;

    @BeforeEach
    void needsTheDatabase() {
        database = MitBih.open();
    }

    @Test
    void beatsAreFoundAsWellAsIsPublishedOfTheMethod() throws Exception {
        SummaryStatistics sensitivity = new SummaryStatistics();
        SummaryStatistics predictivity = new SummaryStatistics();
        for (String record : database.records()) {
            long[] annotated =
                    database.beats(record).keySet().stream().mapToLong(Long::longValue).toArray();
            BeatMatching matching =
                    BeatMatching.of(annotated, found(record), MitBih.FREQUENCY, EC57_TOLERANCE);
            sensitivity.addValue(matching.sensitivity());
            predictivity.addValue(matching.positivePredictivity());
        }

        // Pan and Tompkins: 99.76 % and 99.56 %.
        assertThat(sensitivity.getMean()).isGreaterThan(0.998);
        assertThat(predictivity.getMean()).isGreaterThan(0.9993);
        assertThat(sensitivity.getMin()).isGreaterThan(0.98);
        assertThat(predictivity.getMin()).isGreaterThan(0.99);
    }

    @Test
    void theBeatsOfRecord100HaveTheTypesThatAreCountedInItsDocumentation() throws Exception {
        long[] beats = found("100");

        assertThat(
                        BeatMatching.of(beats, beats, MitBih.FREQUENCY, 0.05)
                                .byType(database.beats("100")))
                .containsEntry("N", new TypeCount(2239, 2239))
                .containsEntry("A", new TypeCount(33, 33))
                .containsEntry("V", new TypeCount(1, 1));
    }

    private long[] found(String record) throws Exception {
        return QrsDetector.detect(database.firstLead(record), MitBih.FREQUENCY);
    }
}
