package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
    private final SparkSession spark = SharedSpark.session();
    @TempDir private Path folder;

    @Test
    void readsImagesAndLabelsOfBothSplits() throws IOException {
        IdxSettings settings =
                new IdxSettings(
                        write("train", images(3, 2, 2)),
                        write("train-labels", labels(7, 0, 255)),
                        write("test", images(2, 2, 2)),
                        null);

        IdxSource source = new IdxSource(settings);
        List<Row> rows = rows(source);

        assertThat(source.tensorSpec(spark)).isEqualTo(TensorSpec.image(2, 2, 1));
        assertThat(source.description()).isEqualTo("IDX images train, test images test");
        assertThat(source.read(spark).schema()).isEqualTo(SampleColumns.schema());
        assertThat(rows)
                .extracting(row -> row.getString(0), row -> row.get(1), row -> row.get(2))
                .containsExactly(
                        tuple("test/000000", null, null),
                        tuple("test/000001", null, null),
                        tuple("train/000000", null, "7"),
                        tuple("train/000001", null, "0"),
                        tuple("train/000002", null, "255"));
        assertThat(rows)
                .extracting(row -> row.get(3))
                .containsExactly("test", "test", null, null, null);
        assertThat(rows.get(4).<byte[]>getAs(SampleColumns.TENSOR)).containsExactly(8, 9, 10, 11);
        assertThat(rows).allMatch(row -> row.isNullAt(row.fieldIndex(SampleColumns.REJECTION)));
    }

    @Test
    void contentNotNameTellsWhetherAFileIsGzipped() throws IOException {
        IdxSettings settings =
                new IdxSettings(
                        write("train-images", IdxFiles.gzip(images(3, 2, 2))),
                        write("train-labels.gz", labels(1, 2, 3)),
                        write("test-images.gz", images(1, 2, 2)),
                        write("test-labels", IdxFiles.gzip(labels(4))));

        List<Row> rows = rows(new IdxSource(settings));

        assertThat(rows).extracting(row -> row.get(2)).containsExactly("4", "1", "2", "3");
        assertThat(rows.get(3).<byte[]>getAs(SampleColumns.TENSOR)).containsExactly(8, 9, 10, 11);
    }

    @Test
    void uncompressedFilesAreReadByManyTasksThatSeek() throws IOException {
        int count = 1001;
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 251);
        }
        IdxSettings settings =
                new IdxSettings(
                        write("images", images(count, 3, 5)),
                        write("labels", IdxFiles.gzip(labels(labels))),
                        null,
                        null);

        Dataset<Row> read = new IdxSource(settings).read(spark);
        List<Row> rows = read.orderBy(SampleColumns.ID).collectAsList();

        assertThat(read.rdd().getNumPartitions()).isGreaterThan(1);
        assertThat(rows).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(rows.get(i).getString(0)).isEqualTo("train/%06d".formatted(i));
            assertThat(rows.get(i).getString(2)).isEqualTo(Integer.toString(i % 251));
            assertThat(rows.get(i).<byte[]>getAs(SampleColumns.TENSOR)[14])
                    .isEqualTo((byte) (i * 15 + 14));
        }
    }

    @Test
    void aFileOfAnotherMagicIsRefused() throws IOException {
        byte[] floats = images(1, 2, 2);
        floats[2] = 0x0d;

        assertMalformed(trainImages(floats), "starts with 00000d03, not with 00000803");
        assertMalformed(trainImages(labels(1, 2)), "starts with 00000801, not with 00000803");
        assertMalformed(trainImages(IdxFiles.gzip(labels(1, 2))), "starts with 00000801");
    }

    @Test
    void aLabelFileOfAnotherLengthIsRefused() throws IOException {
        IdxSettings settings =
                new IdxSettings(
                        write("images", IdxFiles.gzip(images(3, 2, 2))),
                        write("labels", IdxFiles.gzip(labels(1, 2))),
                        null,
                        null);

        assertMalformed(settings, "There are 2 labels for 3 images");
    }

    @Test
    void anUncompressedFileThatIsNotAsLongAsItsHeaderPromisesIsRefused() throws IOException {
        byte[] whole = images(3, 2, 2);

        assertMalformed(
                trainImages(Arrays.copyOf(whole, whole.length - 1)),
                "promises 28 bytes, the file has 27");
        assertMalformed(
                trainImages(Arrays.copyOf(whole, whole.length + 1)),
                "promises 28 bytes, the file has 29");
    }

    @Test
    void aFileCutOffWithinItsHeaderIsRefused() throws IOException {
        assertMalformed(trainImages(new byte[0]), "ends within its header");
        assertMalformed(trainImages(Arrays.copyOf(images(1, 2, 2), 15)), "ends within its header");
        assertMalformed(
                trainImages(Arrays.copyOf(IdxFiles.gzip(images(1, 2, 2)), 12)),
                "ends within its header");
    }

    @Test
    void dimensionsThatNoImageHasAreRefusedBeforeMemoryIsTaken() throws IOException {
        for (int[] dimensions :
                List.of(
                        new int[] {-1, 2, 2},
                        new int[] {0, 2, 2},
                        new int[] {1, -2, -2},
                        new int[] {1, 2, 0},
                        new int[] {1, 65536, 65536},
                        new int[] {1, Integer.MAX_VALUE, Integer.MAX_VALUE})) {
            byte[] file = IdxFiles.idx(IdxFiles.IMAGES, dimensions, new byte[4]);

            assertMalformed(trainImages(file), "promises the dimensions");
            assertMalformed(trainImages(IdxFiles.gzip(file)), "promises the dimensions");
        }
    }

    @Test
    void testImagesOfAnotherSizeAreRefused() throws IOException {
        IdxSettings settings =
                new IdxSettings(
                        write("train", images(1, 2, 3)),
                        null,
                        write("test", images(1, 3, 2)),
                        null);

        assertMalformed(settings, "Training images are [2, 3] pixels, test images [3, 2]");
    }

    @Test
    void aMissingFileAndAFolderAreUnreadable() {
        IdxSource missing = new IdxSource(settings(folder.resolve("none").toString()));
        IdxSource directory = new IdxSource(settings(folder.toString()));

        assertThat(failure(() -> missing.tensorSpec(spark)).code())
                .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(failure(() -> missing.read(spark)).where()).endsWith("none");
        assertThat(failure(() -> directory.tensorSpec(spark)).code())
                .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
    }

    @Test
    void aTruncatedGzipFailsTheJobAndNamesFileAndImage() throws IOException {
        byte[] noise = new byte[100 * 16];
        new Random(1).nextBytes(noise);
        byte[] gzipped = IdxFiles.gzip(IdxFiles.idx(IdxFiles.IMAGES, new int[] {100, 4, 4}, noise));
        IdxSettings settings = trainImages(Arrays.copyOf(gzipped, gzipped.length / 2));

        HourglassException failure = failure(() -> rows(new IdxSource(settings)));

        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_MALFORMED);
        assertThat(failure.what()).isEqualTo("The file ends before its last item");
        assertThat(failure.where()).matches(".*images, item [45]\\d of 100");
    }

    @Test
    void aGzipWithFewerOrMoreItemsThanItsHeaderPromisesFailsTheJob() throws IOException {
        IdxSettings fewer =
                trainImages(
                        IdxFiles.gzip(
                                IdxFiles.idx(IdxFiles.IMAGES, new int[] {3, 2, 2}, new byte[11])));
        IdxSettings more =
                trainImages(
                        IdxFiles.gzip(
                                IdxFiles.idx(IdxFiles.IMAGES, new int[] {3, 2, 2}, new byte[13])));
        IdxSettings fewerLabels =
                new IdxSettings(
                        write("whole", images(3, 2, 2)),
                        write(
                                "labels",
                                IdxFiles.gzip(
                                        IdxFiles.idx(IdxFiles.LABELS, new int[] {3}, new byte[2]))),
                        null,
                        null);

        assertThat(failure(() -> rows(new IdxSource(fewer))).where()).endsWith("item 2 of 3");
        assertThat(failure(() -> rows(new IdxSource(more))).what())
                .isEqualTo("The file goes on after its last item");
        assertThat(failure(() -> rows(new IdxSource(fewerLabels))).where())
                .endsWith("labels, item 2 of 3");
    }

    @Test
    void aGzipWhoseChecksumIsWrongFailsTheJob() throws IOException {
        byte[] gzipped = IdxFiles.gzip(images(3, 2, 2));
        gzipped[gzipped.length - 8] ^= 1;
        IdxSettings settings = trainImages(gzipped);

        HourglassException failure = failure(() -> rows(new IdxSource(settings)));

        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_MALFORMED);
        assertThat(failure.what()).contains("gzip stream is damaged");
    }

    @Test
    void aFileThatOnlyStartsLikeGzipIsMalformed() throws IOException {
        assertMalformed(
                trainImages(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
                "gzip stream is damaged");
    }

    private void assertMalformed(IdxSettings settings, String what) {
        HourglassException failure = failure(() -> new IdxSource(settings).tensorSpec(spark));
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_MALFORMED);
        assertThat(failure.what()).contains(what);
        assertThat(failure.where()).startsWith(folder.toString());
    }

    private static HourglassException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        HourglassException failure =
                ExceptionUtils.throwableOfType(thrown, HourglassException.class);
        assertThat(failure).as("HourglassException in " + thrown).isNotNull();
        return failure;
    }

    private List<Row> rows(IdxSource source) {
        return source.read(spark).orderBy(SampleColumns.ID).collectAsList();
    }

    private IdxSettings trainImages(byte[] content) throws IOException {
        return settings(write("images", content));
    }

    private static IdxSettings settings(String trainImages) {
        return new IdxSettings(trainImages, null, null, null);
    }

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    /** Pixels count up from 0 through the whole file. */
    private static byte[] images(int count, int height, int width) {
        byte[] pixels = new byte[count * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        return IdxFiles.idx(IdxFiles.IMAGES, new int[] {count, height, width}, pixels);
    }

    private static byte[] labels(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return labels(bytes);
    }

    private static byte[] labels(byte[] labels) {
        return IdxFiles.idx(IdxFiles.LABELS, new int[] {labels.length}, labels);
    }
}
