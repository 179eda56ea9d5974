package dev.hourglass.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.source.IdxFiles;
import dev.hourglass.testing.JobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jobs/reproduce dcec-mnist} and {@code n2d-mnist} with images in the place of MNIST's: of
 * another size, and of another number of classes.
 */
class ImageClustersIT {
    private static final int HEIGHT = 12;
    private static final int WIDTH = 10;
    private static final int CLASSES = 3;

    @TempDir private Path folder;

    @Test
    void deepClusteringIsMeasuredOnImagesThatItHasNotSeen() throws IOException {
        JsonNode figures = reproduce("dcec-mnist");
        assertClusters(figures, "cae_kmeans");
        assertClusters(figures, "dcec");
    }

    @Test
    void n2dIsMeasuredOnImagesThatItHasNotSeen() throws IOException {
        JsonNode figures = reproduce("n2d-mnist");
        assertClusters(figures, "kmeans");
        assertClusters(figures, "ae_kmeans");
        assertClusters(figures, "n2d");
    }

    private JsonNode reproduce(String subject) throws IOException {
        Path data = Files.createDirectories(folder.resolve("mnist"));
        write(data, "train", 60);
        write(data, "t10k", 30);
        JobProcess job =
                JobProcess.run(
                        folder,
                        Map.of("HOURGLASS_DATA", folder.toString()),
                        "reproduce",
                        List.of(subject, "seeds=1"));
        assertThat(job.exitCode()).as(job.errors()).isZero();
        JsonNode figures = job.summary();
        assertThat(figures.path("rows").asLong()).isEqualTo(90);
        assertThat(figures.path("clusters").asLong()).isEqualTo(CLASSES);
        assertThat(figures.path("seeds").asLong()).isEqualTo(1);
        assertThat(figures.path("minutes").isNumber()).isTrue();
        return figures;
    }

    /** A method finds classes as different as these: chance would be right for a third. */
    private static void assertClusters(JsonNode figures, String method) {
        JsonNode found = figures.path(method);
        assertThat(found.path("acc").path("mean").asDouble()).as(method).isGreaterThan(0.6);
        assertThat(found.path("nmi").path("runs")).as(method).hasSize(1);
    }

    /** Images with a bar at their class's height, in noise. */
    private static void write(Path data, String split, int count) throws IOException {
        Random random = new Random(count);
        byte[] pixels = new byte[count * HEIGHT * WIDTH];
        byte[] labels = new byte[count];
        for (int image = 0; image < count; image++) {
            labels[image] = (byte) (image % CLASSES);
            int top = 1 + 4 * labels[image];
            for (int pixel = 0; pixel < HEIGHT * WIDTH; pixel++) {
                boolean bar = pixel / WIDTH >= top && pixel / WIDTH < top + 2;
                pixels[image * HEIGHT * WIDTH + pixel] =
                        (byte) ((bar ? 180 : 0) + random.nextInt(60));
            }
        }
        Files.write(
                data.resolve(split + "-images-idx3-ubyte.gz"),
                IdxFiles.gzip(
                        IdxFiles.idx(IdxFiles.IMAGES, new int[] {count, HEIGHT, WIDTH}, pixels)));
        Files.write(
                data.resolve(split + "-labels-idx1-ubyte.gz"),
                IdxFiles.gzip(IdxFiles.idx(IdxFiles.LABELS, new int[] {count}, labels)));
    }
}
