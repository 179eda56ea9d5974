package dev.hourglass.source;

import static dev.hourglass.source.ImageFiles.encode;
import static dev.hourglass.source.ImageFiles.grey;
import static dev.hourglass.source.ImageFiles.latin1;
import static dev.hourglass.source.ImageFiles.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.ImageFolderSettings.Colour;
import dev.hourglass.source.ImageFolderSettings.Fit;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderSourceTest {
    private static final int MAX_PIXELS = 10_000;

    private final SparkSession spark = SharedSpark.session();
    @TempDir private Path folder;

    @Test
    void readsImagesAtAnyDepthAndLabelsThemByTheirFolder() throws IOException {
        write("root.png", encode(grey(4, 4, 1), "png"));
        write("cats/1.BMP", encode(grey(9, 5, 2), "bmp"));
        write("pets/dogs/2.Jpeg", encode(grey(4, 4, 3), "jpg"));
        write("cats/3.pgm", latin1("P2 1 1 255 4"));
        write("cats/notes.txt", latin1("passed over"));
        write("cats/.4.png", latin1("passed over"));

        ImageFolderSource source = source(folder, null);
        List<Row> rows = rows(source);

        assertThat(source.tensorSpec(spark)).isEqualTo(TensorSpec.image(3, 2, 1));
        assertThat(source.read(spark).schema()).isEqualTo(SampleColumns.schema());
        assertThat(rows)
                .extracting(
                        row -> row.get(0),
                        row -> row.get(1),
                        row -> row.get(2),
                        row -> row.get(3),
                        row -> row.<byte[]>getAs(SampleColumns.TENSOR)[5])
                .containsExactly(
                        tuple("cats/1.BMP", null, "cats", null, (byte) 2),
                        tuple("cats/3.pgm", null, "cats", null, (byte) 4),
                        tuple("pets/dogs/2.Jpeg", null, "dogs", null, (byte) 3),
                        tuple("root.png", null, null, null, (byte) 1));
        assertThat(rows).allMatch(row -> row.<byte[]>getAs(SampleColumns.TENSOR).length == 6);
        assertThat(rows).allMatch(row -> row.isNullAt(row.fieldIndex(SampleColumns.REJECTION)));
    }

    @Test
    void idsAndLabelsKeepEveryCharacterOfTheNames() throws IOException {
        Path root = Files.createDirectories(folder.resolve("100% [a-b] {c}*?#"));
        List<String> names =
                List.of("a b/c d.png", "a%20b/%41.png", "a+b/#1?.png", "ünï/日本.png", "x[1]/*.png");
        for (String name : names) {
            write(root.resolve(name), encode(grey(1, 1, 7), "png"));
        }
        write("100% a {c}*?#/not-this.png", encode(grey(1, 1, 7), "png"));

        List<Row> rows = rows(source(root, null));

        assertThat(rows).extracting(row -> row.getString(0)).hasSameElementsAs(names);
        assertThat(rows)
                .extracting(row -> row.getString(2))
                .containsExactlyInAnyOrder("a b", "a%20b", "a+b", "ünï", "x[1]");
        assertThat(rows).allMatch(row -> row.isNullAt(row.fieldIndex(SampleColumns.REJECTION)));
    }

    @Test
    void badImagesAreSetAsideAndTheOthersRead() throws IOException {
        byte[] good = encode(grey(40, 40, 7), "png");
        write("good.png", good);
        write("empty.png", new byte[0]);
        write("text.jpg", latin1("hello"));
        write("corrupt.png", flipped(good, good.length / 2));
        write("truncated.png", Arrays.copyOf(good, good.length - 20));
        write("huge.png", png(60_000, 60_000, 1, 0, new byte[0], new byte[100]));
        write("long.bmp", new byte[8 * MAX_PIXELS + (1 << 20) + 1]);

        List<Row> rows = rows(source(folder, null));

        assertThat(rows)
                .filteredOn(row -> row.getStruct(5) != null)
                .extracting(
                        row -> row.get(0),
                        row -> row.get(4),
                        row -> row.getStruct(5).getString(0),
                        row -> row.getStruct(5).getString(2))
                .containsExactly(
                        rejected("corrupt.png", "the PNG is damaged in the chunk at byte 33"),
                        rejected("empty.png", "the file is empty"),
                        rejected(
                                "huge.png",
                                "the image is 60000 × 60000 pixels, more than images.max-pixels = 10000"),
                        rejected(
                                "long.bmp",
                                "the file is of 1128577 bytes, more than an image of images.max-pixels = 10000 can need"),
                        rejected(
                                "text.jpg",
                                "the file is no PNG, JPEG, BMP or PGM image, it starts with 68 65 6c 6c 6f"),
                        rejected("truncated.png", "the PNG is cut off in the chunk at byte 33"));
        assertThat(rows)
                .filteredOn(row -> row.getStruct(5) == null)
                .extracting(row -> row.get(0))
                .containsExactly("good.png");
    }

    @Test
    void aTestFolderGoesToTheTestSplitUnderIdsOfItsOwn() throws IOException {
        write("a/cats/1.png", encode(grey(1, 1, 1), "png"));
        write("b/cats/1.png", encode(grey(1, 1, 2), "png"));
        write("b/2.png", latin1("bad"));

        List<Row> rows = rows(source(folder.resolve("a"), folder.resolve("b")));

        assertThat(rows)
                .extracting(row -> row.get(0), row -> row.get(2), row -> row.get(3))
                .containsExactly(
                        tuple("test/2.png", null, null),
                        tuple("test/cats/1.png", "cats", "test"),
                        tuple("train/cats/1.png", "cats", null));
    }

    @Test
    void aLinkedFolderGoesByTheNameOfItsLink(@TempDir Path elsewhere) throws IOException {
        write(elsewhere.resolve("1.png"), encode(grey(1, 1, 1), "png"));
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        assertThat(rows(source(folder, null)))
                .extracting(row -> row.get(0), row -> row.get(2))
                .containsExactly(tuple("link/1.png", "link"));
    }

    @Test
    void manyFilesAreReadByManyTasks() throws IOException {
        byte[] image = encode(grey(1, 1, 1), "png");
        for (int i = 0; i < 100; i++) {
            write("class-%d/%d.png".formatted(i % 40, i), image);
        }

        Dataset<Row> read = source(folder, null).read(spark);

        assertThat(read.rdd().getNumPartitions()).isGreaterThan(1);
        assertThat(read.select(SampleColumns.ID).distinct().count()).isEqualTo(100);
    }

    @Test
    void aFolderWithoutImagesIsUnreadable() throws IOException {
        assertUnreadable(folder, "The folder holds no image");

        write("cats/readme.txt", latin1("no image"));
        write("_cats/1.png", latin1("passed over"));
        write("cats/.1.png", latin1("passed over"));

        assertUnreadable(folder, "The folder holds no image");
    }

    @Test
    void aMissingFolderAndAFileAreUnreadable() throws IOException {
        write("1.png", encode(grey(1, 1, 1), "png"));

        assertUnreadable(folder.resolve("none"), "The folder cannot be read");
        assertUnreadable(folder.resolve("1.png"), "The path is a file, not a folder");
    }

    @Test
    void trainingAndTestImagesMustLieApart() throws IOException {
        write("test/1.png", encode(grey(1, 1, 1), "png"));
        write("test-too/1.png", encode(grey(1, 1, 1), "png"));
        Path inside = folder.resolve("test");

        for (ImageFolderSource source :
                List.of(source(folder, inside), source(inside, folder), source(inside, inside))) {
            HourglassException failure = failure(source);
            assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
            assertThat(failure.where()).isEqualTo("images.test-path");
        }
        assertThat(source(inside, folder.resolve("test-too")).read(spark).count()).isEqualTo(2);
    }

    private void assertUnreadable(Path path, String what) {
        HourglassException failure = failure(source(path, null));
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(failure.what()).startsWith(what);
        assertThat(failure.where()).isEqualTo(path.toString());
    }

    private HourglassException failure(ImageFolderSource source) {
        return catchThrowableOfType(HourglassException.class, () -> source.tensorSpec(spark));
    }

    private Tuple rejected(String name, String reason) {
        return tuple(name, null, "file:" + folder.resolve(name), reason);
    }

    private static ImageFolderSource source(Path path, Path testPath) {
        return new ImageFolderSource(
                new ImageFolderSettings(
                        path.toString(),
                        testPath == null ? null : testPath.toString(),
                        2,
                        3,
                        Colour.GREY,
                        Fit.RESIZE,
                        MAX_PIXELS));
    }

    private List<Row> rows(ImageFolderSource source) {
        return source.read(spark).orderBy(SampleColumns.ID).collectAsList();
    }

    private static byte[] flipped(byte[] content, int index) {
        byte[] flipped = content.clone();
        flipped[index] ^= 1;
        return flipped;
    }

    private void write(String name, byte[] content) throws IOException {
        write(folder.resolve(name), content);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
