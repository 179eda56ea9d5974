package dev.hourglass.ml;

import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.OutputActivation;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import scala.Function1;

/** The Params of training, which {@link Autoencoder} alone has. */
public interface TrainingParams extends Params {
    /** The shape of a row's input. */
    default IntArrayParam inputShape() {
        return new IntArrayParam(
                this,
                "inputShape",
                "Shape of the input: [height, width, channels], [samples, leads] or [elements], each"
                        + " at least 1. conv2d needs it where the input is no image. Not set: that of"
                        + " the first row; conv1d takes it for one lead",
                (Function1<int[], Object> & Serializable)
                        shape ->
                                shape.length >= 1
                                        && shape.length <= 3
                                        && Arrays.stream(shape).allMatch(axis -> axis >= 1));
    }

    default int[] getInputShape() {
        return getOrDefault(inputShape());
    }

    /** The kind of network. */
    default Param<String> architecture() {
        return oneOf("architecture", "Kind of network", Architecture.values());
    }

    default String getArchitecture() {
        return getOrDefault(architecture());
    }

    /** How wide the embedding is. */
    default IntParam bottleneck() {
        return new IntParam(
                this,
                "bottleneck",
                "Width of the embedding, 1 to 65536. Not set: 62 for conv1d, 10 else",
                ParamValidators.inRange(1, 65_536));
    }

    default int getBottleneck() {
        return (int) getOrDefault(bottleneck());
    }

    /** The hidden layers of a dense network. */
    default IntArrayParam widths() {
        return new IntArrayParam(
                this,
                "widths",
                "dense: widths of the hidden layers between input and bottleneck, each 1 to 1048576,"
                        + " which the decoder mirrors. Not set: "
                        + FitSettings.DEFAULTS.network().dense().widths(),
                (Function1<int[], Object> & Serializable)
                        widths ->
                                Arrays.stream(widths)
                                        .allMatch(width -> width >= 1 && width <= 1 << 20));
    }

    default int[] getWidths() {
        return getOrDefault(widths());
    }

    /** What is done to the input first. */
    default Param<String> normalisation() {
        return oneOf(
                "normalisation",
                "What is done to the input inside the network: standardise brings all its elements"
                        + " together to mean 0 and deviation 1. Not set: none where outputActivation"
                        + " is sigmoid, standardise else",
                NormalisationMethod.values());
    }

    default String getNormalisation() {
        return getOrDefault(normalisation());
    }

    /** The activation of the last layer. */
    default Param<String> outputActivation() {
        return oneOf(
                "outputActivation",
                "Activation of the last layer; sigmoid is for input from 0 to 1",
                OutputActivation.values());
    }

    default String getOutputActivation() {
        return getOrDefault(outputActivation());
    }

    /** How often training goes through the rows. */
    default IntParam epochs() {
        return new IntParam(
                this,
                "epochs",
                "Passes over the rows, 1 to 100000",
                ParamValidators.inRange(1, 100_000));
    }

    default int getEpochs() {
        return (int) getOrDefault(epochs());
    }

    /** How many rows make a gradient. */
    default IntParam batch() {
        return new IntParam(
                this,
                "batch",
                "Rows of a worker's minibatch, 1 to 65536",
                ParamValidators.inRange(1, 65_536));
    }

    default int getBatch() {
        return (int) getOrDefault(batch());
    }

    /** The optimizer's step size. */
    default DoubleParam learningRate() {
        return new DoubleParam(
                this,
                "learningRate",
                "Step size of the optimizer, above 0, to 10",
                ParamValidators.inRange(0, 10, false, true));
    }

    default double getLearningRate() {
        return (double) getOrDefault(learningRate());
    }

    /** How often workers meet. */
    default IntParam localSteps() {
        return new IntParam(
                this,
                "localSteps",
                "Minibatches that a worker trains between two averagings, 1 to 10000",
                ParamValidators.inRange(1, 10_000));
    }

    default int getLocalSteps() {
        return (int) getOrDefault(localSteps());
    }

    /** How many workers there are. */
    default IntParam shards() {
        return new IntParam(
                this,
                "shards",
                "Parts that the rows are dealt to, each trained by a worker of its own, 1 to 10000."
                        + " Part of the result, unlike the number of cores",
                ParamValidators.inRange(1, 10_000));
    }

    default int getShards() {
        return (int) getOrDefault(shards());
    }

    /** The rows that are held out. */
    default DoubleParam validation() {
        return new DoubleParam(
                this,
                "validation",
                "Share of the rows that is not trained on, for early stopping, 0 to below 1",
                ParamValidators.inRange(0, 1, true, false));
    }

    default double getValidation() {
        return (double) getOrDefault(validation());
    }

    /** Where all random choices come from. */
    default LongParam seed() {
        return new LongParam(
                this, "seed", "Where every random choice is derived from. Any whole number");
    }

    default long getSeed() {
        return (long) getOrDefault(seed());
    }

    /** Where rows wait for their training. */
    default Param<String> workFolder() {
        return new Param<>(
                this,
                "workFolder",
                "Folder for a copy of the input, which fit makes and deletes. Driver and executors must"
                        + " reach it: hdfs://, s3a://, a shared disk. Not set: SparkContext's"
                        + " checkpoint folder; where Spark is one process, spark.local.dir",
                (Function1<String, Object> & Serializable) folder -> !folder.isBlank());
    }

    default String getWorkFolder() {
        return getOrDefault(workFolder());
    }

    /** Everything else. */
    default StringArrayParam settings() {
        return new StringArrayParam(
                this,
                "settings",
                "What no other Param says: key=value with the keys of Hourglass's sections network,"
                        + " training and limit, as in training.optimizer=adamw",
                (Function1<String[], Object> & Serializable)
                        entries -> {
                            FitSettings.check(List.of(entries));
                            return true;
                        });
    }

    default String[] getSettings() {
        return getOrDefault(settings());
    }

    private Param<String> oneOf(String name, String doc, Enum<?>[] constants) {
        List<String> names =
                Arrays.stream(constants).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
        return new Param<>(
                this,
                name,
                doc + ". One of " + String.join(", ", names),
                ParamValidators.inArray(names));
    }
}
