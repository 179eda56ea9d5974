package dev.hourglass.ml;

import static dev.hourglass.testing.HourglassAssertions.executorFailure;
import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.SharedSpark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same samples as columns of every type. */
@ExtendWith(SharedSpark.class)
class AutoencoderInputsIT {
    private static final int COUNT = 24;

    /** Height, width and channels of an image. */
    private static final int[] SHAPE = {4, 3, 3};

    private static final int PIXELS = 4 * 3 * 3;

    private static AutoencoderModel model;

    @TempDir private Path folder;

    @BeforeAll
    static void train() {
        model = Tables.autoencoder().fit(Tables.vectors(COUNT));
    }

    /** The points of {@link Tables#points}, rounded to float, in other types. */
    static Stream<Dataset<Row>> numbers() {
        List<Object> sparse = new ArrayList<>();
        List<Object> floats = new ArrayList<>();
        List<Object> doubles = new ArrayList<>();
        for (Vector point : Tables.points(COUNT)) {
            List<Float> narrow = new ArrayList<>();
            List<Double> wide = new ArrayList<>();
            for (double value : point.toArray()) {
                narrow.add((float) value);
                wide.add(value);
            }
            sparse.add(point.toSparse());
            floats.add(narrow.toArray(Float[]::new));
            doubles.add(wide.toArray(Double[]::new));
        }
        return Stream.of(
                Tables.of(SQLDataTypes.VectorType(), sparse),
                Tables.of(DataTypes.createArrayType(DataTypes.FloatType), floats),
                Tables.of(DataTypes.createArrayType(DataTypes.DoubleType, false), doubles));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void vectorsAndArraysOfTheSameNumbersAreTheSame(Dataset<Row> rows) {
        assertThat(embeddings(model, rows)).isEqualTo(embeddings(model, Tables.vectors(COUNT)));
    }

    @Test
    void arraysTrainTheModelThatVectorsTrain() {
        Dataset<Row> arrays = numbers().skip(1).findFirst().orElseThrow();

        assertThat(embeddings(Tables.autoencoder().fit(arrays), arrays))
                .isEqualTo(embeddings(model, Tables.vectors(COUNT)));
    }

    @Test
    void bytesAndImagesAreNumbersFromZeroToOne() {
        List<Object> vectors = new ArrayList<>();
        List<Object> images = new ArrayList<>();
        for (byte[] pixels : pixels()) {
            double[] values = new double[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                values[i] = (pixels[i] & 0xFF) * (float) (1 / 255.0);
            }
            vectors.add(Vectors.dense(values));
            images.add(image(SHAPE, pixels));
        }
        Dataset<Row> bytes = Tables.of(DataTypes.BinaryType, pixels());
        AutoencoderModel trained =
                Tables.autoencoder().setReconstructionCol("reconstruction").fit(bytes);
        List<Row> expected = embeddings(trained, Tables.of(SQLDataTypes.VectorType(), vectors));

        assertThat(embeddings(trained, bytes)).isEqualTo(expected);
        assertThat(embeddings(trained, Tables.of(ImageSchema.columnSchema(), images)))
                .isEqualTo(expected);
    }

    @Test
    void imagesAsSparkReadsThemGoThroughConvolutions(SparkSession spark) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(i % 8, i / 8, 0, 250);
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        Files.writeString(folder.resolve("broken.png"), "no image");
        Dataset<Row> images = spark.read().format("image").load(folder.toString());
        Autoencoder autoencoder =
                Tables.autoencoder()
                        .setInputCol("image")
                        .setArchitecture("conv2d")
                        .setOutputActivation("sigmoid")
                        .setSettings(
                                "network.conv2d.blocks=[{filters=4,kernel=3,stride=2,padding=same}]");

        failure(ErrorCode.SOURCE_MALFORMED, () -> autoencoder.fit(images));
        AutoencoderModel trained = autoencoder.setHandleInvalid("skip").fit(images);

        assertThat(trained.network().shape()).containsExactly(6, 8, 1);
        assertThat(trained.transform(images).count()).isEqualTo(COUNT);
    }

    @Test
    void anImageOfAnotherShapeIsAnErrorEvenWithAsManyPixels() {
        List<Object> images = new ArrayList<>();
        pixels().forEach(pixels -> images.add(image(SHAPE, pixels)));
        images.add(image(new int[] {3, 4, 3}, pixels().get(0)));
        Dataset<Row> rows = Tables.of(ImageSchema.columnSchema(), images);

        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> Tables.autoencoder().fit(rows)))
                .hasMessageContaining("[3, 4, 3] instead of [4, 3, 3]");
    }

    @Test
    void anImageWithFewerBytesThanPixelsIsAnError() {
        List<Object> images = new ArrayList<>();
        pixels().forEach(pixels -> images.add(image(SHAPE, pixels)));
        AutoencoderModel trained =
                Tables.autoencoder().fit(Tables.of(ImageSchema.columnSchema(), images));
        images.add(image(SHAPE, new byte[PIXELS - 1]));

        executorFailure(
                ErrorCode.SOURCE_MALFORMED,
                () ->
                        trained.transform(Tables.of(ImageSchema.columnSchema(), images))
                                .collectAsList());
    }

    @Test
    void vectorsAreImagesOrSignalsWhereTheirShapeIsGiven() {
        Dataset<Row> rows = Tables.vectors(COUNT);
        String[] layers = {
            "network.conv2d.blocks=[{filters=2,kernel=3,stride=1,padding=same}]",
            "network.conv1d.blocks=[{filters=2,kernel=3,stride=1,padding=same}]",
            "network.conv1d.code=dense"
        };
        Autoencoder images = Tables.autoencoder().setArchitecture("conv2d").setSettings(layers);

        assertThat(failure(ErrorCode.CONFIGURATION, () -> images.fit(rows)).mend())
                .contains("setInputShape");
        assertThat(images.setInputShape(2, 3, 1).fit(rows).network().shape())
                .containsExactly(2, 3, 1);
        Autoencoder signals = Tables.autoencoder().setArchitecture("conv1d").setSettings(layers);
        assertThat(signals.fit(rows).network().shape()).containsExactly(6, 1);
    }

    @Test
    void aNetworkThatDoesNotFitIsRefusedBeforeAnyRowIsCopied() {
        Autoencoder autoencoder =
                Tables.autoencoder()
                        .setArchitecture("conv2d")
                        .setInputShape(2, 3, 1)
                        .setSettings(
                                "network.conv2d.blocks=[{filters=2,kernel=5,stride=1,padding=valid}]")
                        .setWorkFolder(folder.resolve("nothing").toString());

        failure(ErrorCode.CONFIGURATION, () -> autoencoder.fit(Tables.vectors(COUNT)));

        assertThat(folder.resolve("nothing")).doesNotExist();
    }

    private static List<Row> embeddings(AutoencoderModel model, Dataset<Row> rows) {
        return Tables.sorted(model.transform(rows).drop("features"));
    }

    private static List<byte[]> pixels() {
        Random random = new Random(3);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] pixels = new byte[PIXELS];
            random.nextBytes(pixels);
            all.add(pixels);
        }
        return all;
    }

    private static Row image(int[] shape, byte[] data) {
        return RowFactory.create("memory", shape[0], shape[1], shape[2], 16, data);
    }
}
