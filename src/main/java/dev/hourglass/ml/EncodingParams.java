package dev.hourglass.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import scala.Function1;

/**
 * The Params of encoding, which {@link Autoencoder} and {@link AutoencoderModel} share. What each
 * means stands in its own text, which {@code explainParams()} prints.
 *
 * <p>Spark tells Params apart by their owner and their name: so each can be made anew whenever
 * somebody asks for it.
 *
 * @param <T> the stage
 */
@SuppressWarnings("unchecked")
public interface EncodingParams<T extends Params> extends Params {
    /** The column that is read. */
    default Param<String> inputCol() {
        return new Param<>(
                this,
                "inputCol",
                "Column that is read: vectors, array<float>, array<double>, binary (an unsigned byte"
                        + " an element, 0 to 255 standing for 0 to 1) or Spark's images (likewise)."
                        + " All rows have as many elements. Not empty",
                notBlank());
    }

    default String getInputCol() {
        return getOrDefault(inputCol());
    }

    default T setInputCol(String value) {
        return (T) set(inputCol(), value);
    }

    /** The column of embeddings. */
    default Param<String> outputCol() {
        return new Param<>(
                this,
                "outputCol",
                "Column of the embeddings that is added: vectors as wide as the bottleneck. Not empty",
                notBlank());
    }

    default String getOutputCol() {
        return getOrDefault(outputCol());
    }

    default T setOutputCol(String value) {
        return (T) set(outputCol(), value);
    }

    /** The column of reconstructions. */
    default Param<String> reconstructionCol() {
        return new Param<>(
                this,
                "reconstructionCol",
                "Column of the reconstructions that is added: vectors as wide as the input, in its"
                        + " order and on its scale. Not set: none. Not empty",
                notBlank());
    }

    default String getReconstructionCol() {
        return getOrDefault(reconstructionCol());
    }

    default T setReconstructionCol(String value) {
        return (T) set(reconstructionCol(), value);
    }

    /** The column of reconstruction errors. */
    default Param<String> errorCol() {
        return new Param<>(
                this,
                "errorCol",
                "Column of the reconstruction errors that is added: the mean over the elements of"
                        + " (input - reconstruction) squared, as double. Not set: none. Not empty",
                notBlank());
    }

    default String getErrorCol() {
        return getOrDefault(errorCol());
    }

    default T setErrorCol(String value) {
        return (T) set(errorCol(), value);
    }

    /** What is done with rows that cannot be encoded. */
    default Param<String> handleInvalid() {
        return new Param<>(
                this,
                "handleInvalid",
                "What is done with rows whose input is null, has another number of elements, or an"
                        + " element that is no finite number: error (fail), skip (leave them out) or"
                        + " keep (nulls in the columns that are added; fit leaves them out)",
                ParamValidators.inArray(List.of("error", "skip", "keep")));
    }

    default String getHandleInvalid() {
        return getOrDefault(handleInvalid());
    }

    default T setHandleInvalid(String value) {
        return (T) set(handleInvalid(), value);
    }

    /** How many rows are encoded at once. */
    default IntParam embedBatch() {
        return new IntParam(
                this,
                "embedBatch",
                "Rows that are encoded at once, 1 to 65536. Decides memory, not results",
                ParamValidators.inRange(1, 65_536));
    }

    default int getEmbedBatch() {
        return (int) getOrDefault(embedBatch());
    }

    default T setEmbedBatch(int value) {
        return (T) set(embedBatch(), value);
    }

    /** Of names. */
    private static Function1<String, Object> notBlank() {
        return (Function1<String, Object> & Serializable) name -> !name.isBlank();
    }
}
