package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import org.junit.jupiter.api.Test;

class IdxSettingsTest {
    @Test
    void trainingImagesAreRequired() {
        assertRefused(null, null, null, null, "idx.train-images");
        assertRefused(" ", null, null, null, "idx.train-images");
    }

    @Test
    void labelsForNoTestImagesAreRefused() {
        assertRefused("train", null, null, "labels", "idx.test-labels");
    }

    @Test
    void testingOnTheTrainingImagesIsRefused() {
        assertRefused("train", null, "train", null, "idx.test-images");
    }

    private static void assertRefused(
            String trainImages,
            String trainLabels,
            String testImages,
            String testLabels,
            String key) {
        HourglassException refusal =
                catchThrowableOfType(
                        HourglassException.class,
                        () -> new IdxSettings(trainImages, trainLabels, testImages, testLabels));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION);
        assertThat(refusal.where()).isEqualTo(key);
    }
}
