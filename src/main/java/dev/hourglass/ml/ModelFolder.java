package dev.hourglass.ml;

import static java.util.Objects.requireNonNull;

import dev.hourglass.error.HourglassException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.safetensors.Weights;
import dev.hourglass.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * An {@link AutoencoderModel} in a folder: Spark's {@code metadata} with the Params, {@code
 * autoencoder.json} and {@code weights.safetensors}. None of them names anything to run but the
 * stage's class, which must be the one expected.
 */
final class ModelFolder {
    private static final String NETWORK = "autoencoder.json";
    private static final String WEIGHTS = "weights.safetensors";

    /** No description of a network is longer; what is cut there is damaged. Bytes. */
    private static final int LONGEST_NETWORK = 1 << 20;

    private ModelFolder() {}

    /**
     * What {@code autoencoder.json} holds.
     *
     * @param formatVersion of the folder
     * @param network what the weights belong to
     * @param weightsSha256 of the weights file, hexadecimal
     */
    private record Description(int formatVersion, NetworkSpec network, String weightsSha256) {
        static final int FORMAT_VERSION = 1;

        Description {
            requireNonNull(network, "network is missing");
            requireNonNull(weightsSha256, "weights_sha256 is missing");
        }
    }

    /** Writes the metadata last: without it the folder is none. */
    static final class Writer extends MLWriter {
        private final AutoencoderModel model;
        private final NetworkWeights weights;

        Writer(AutoencoderModel model, NetworkWeights weights) {
            this.model = model;
            this.weights = weights;
        }

        @Override
        public void saveImpl(String path) {
            NativeThreads.limit();
            try (Autoencoder autoencoder =
                    Autoencoder.of(weights.network(), weights.parameters())) {
                FileSystem fileSystem = fileSystem(path, sparkSession());
                String sha256 =
                        SafetensorsFile.write(
                                autoencoder.weights(), fileSystem, new Path(path, WEIGHTS));
                Description description =
                        new Description(Description.FORMAT_VERSION, weights.network(), sha256);
                try (FSDataOutputStream out = fileSystem.create(new Path(path, NETWORK), false)) {
                    out.write(Json.pretty(description).getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            DefaultParamsWriter.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
        }
    }

    /** Reads what {@link Writer} wrote. */
    static final class Reader extends MLReader<AutoencoderModel> {
        @Override
        public AutoencoderModel load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader.loadMetadata(path, sc(), AutoencoderModel.class.getName());
            AutoencoderModel model =
                    new AutoencoderModel(metadata.uid(), weights(path, sparkSession()));
            metadata.getAndSetParams(model, Option.empty());
            return model;
        }
    }

    private static NetworkWeights weights(String path, SparkSession spark) {
        NativeThreads.limit();
        Path file = new Path(path, WEIGHTS);
        FileSystem fileSystem = fileSystem(path, spark);
        Description description = description(fileSystem, new Path(path, NETWORK));
        NetworkSpec network = description.network();
        Map<String, Weights> tensors =
                SafetensorsFile.read(fileSystem, file, description.weightsSha256());
        try (Autoencoder autoencoder = Autoencoder.of(network, tensors)) {
            return new NetworkWeights(network, autoencoder.parameters());
        } catch (HourglassException | IllegalArgumentException | ArithmeticException e) {
            throw SafetensorsFile.mismatch(file, e.getMessage());
        }
    }

    /**
     * @throws HourglassException with STORE_CORRUPT where it is missing or damaged
     */
    private static Description description(FileSystem fileSystem, Path file) {
        try (FSDataInputStream in = fileSystem.open(file)) {
            String text = new String(in.readNBytes(LONGEST_NETWORK), StandardCharsets.UTF_8);
            return Json.read(text, Description.class, Description.FORMAT_VERSION, file);
        } catch (IOException e) {
            throw SafetensorsFile.mismatch(file, e.getMessage());
        }
    }

    private static FileSystem fileSystem(String path, SparkSession spark) {
        try {
            return new Path(path).getFileSystem(spark.sessionState().newHadoopConf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
