package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/**
 * The {@code idx} section of the configuration: which IDX files to read.
 *
 * @param trainImages images that ingest splits
 * @param trainLabels their labels; null for none
 * @param testImages images that all go to the test split; null for none
 * @param testLabels their labels; null for none
 */
public record IdxSettings(
        String trainImages, String trainLabels, String testImages, String testLabels) {
    public IdxSettings {
        if (trainImages == null) {
            throw invalid(
                    "No training images are named",
                    "idx.train-images",
                    "set it to an IDX file of images, gzipped or not");
        }
        checkNotBlank(trainImages, "idx.train-images");
        checkNotBlank(trainLabels, "idx.train-labels");
        checkNotBlank(testImages, "idx.test-images");
        checkNotBlank(testLabels, "idx.test-labels");
        if (testLabels != null && testImages == null) {
            throw invalid(
                    "There are labels for test images, but no test images",
                    "idx.test-labels",
                    "set idx.test-images too, or neither");
        }
        if (trainImages.equals(testImages)) {
            throw invalid(
                    "The test images are the training images",
                    "idx.test-images",
                    "name another file, or leave it out to split the one by ingest.test");
        }
    }

    private static void checkNotBlank(String path, String key) {
        if (path != null && path.isBlank()) {
            throw invalid("The path is empty", key, "name a file, or leave the key out");
        }
    }

    private static HourglassException invalid(String what, String key, String mend) {
        return new HourglassException(ErrorCode.CONFIGURATION, what, key, mend);
    }
}
