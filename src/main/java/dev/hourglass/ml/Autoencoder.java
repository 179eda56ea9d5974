package dev.hourglass.ml;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Learns to bring a column of vectors or images through a narrow waist, by training on all
 * executors (synchronous parameter averaging).
 *
 * <p>The model is a function of the rows, whatever their order and their partitions, and of the
 * Params, to the bit on processors of one type.
 */
public final class Autoencoder extends Estimator<AutoencoderModel>
        implements EncodingParams<Autoencoder>, TrainingParams, MLWritable {
    private final String uid;

    public Autoencoder() {
        this(Identifiable$.MODULE$.randomUID("autoencoder"));
    }

    /**
     * @param uid what Spark tells stages apart by
     */
    public Autoencoder(String uid) {
        this.uid = uid;
        Columns.setDefaults(this);
        FitSettings.setDefaults(this);
    }

    /** Loads what {@link #save} wrote. */
    public static Autoencoder load(String path) {
        return read().load(path);
    }

    /** A reader, by which Spark loads pipelines too. */
    public static MLReader<Autoencoder> read() {
        return new Reader();
    }

    /** Unlike Spark's own, makes no object of any other class that the file may name. */
    private static final class Reader extends MLReader<Autoencoder> {
        @Override
        public Autoencoder load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader.loadMetadata(path, sc(), Autoencoder.class.getName());
            Autoencoder stage = new Autoencoder(metadata.uid());
            metadata.getAndSetParams(stage, Option.empty());
            return stage;
        }
    }

    @Override
    public String uid() {
        return uid;
    }

    public Autoencoder setInputShape(int... value) {
        set(inputShape(), value);
        return this;
    }

    public Autoencoder setArchitecture(String value) {
        set(architecture(), value);
        return this;
    }

    public Autoencoder setBottleneck(int value) {
        set(bottleneck(), value);
        return this;
    }

    public Autoencoder setWidths(int... value) {
        set(widths(), value);
        return this;
    }

    public Autoencoder setNormalisation(String value) {
        set(normalisation(), value);
        return this;
    }

    public Autoencoder setOutputActivation(String value) {
        set(outputActivation(), value);
        return this;
    }

    public Autoencoder setEpochs(int value) {
        set(epochs(), value);
        return this;
    }

    public Autoencoder setBatch(int value) {
        set(batch(), value);
        return this;
    }

    public Autoencoder setLearningRate(double value) {
        set(learningRate(), value);
        return this;
    }

    public Autoencoder setLocalSteps(int value) {
        set(localSteps(), value);
        return this;
    }

    public Autoencoder setShards(int value) {
        set(shards(), value);
        return this;
    }

    public Autoencoder setValidation(double value) {
        set(validation(), value);
        return this;
    }

    public Autoencoder setSeed(long value) {
        set(seed(), value);
        return this;
    }

    public Autoencoder setWorkFolder(String value) {
        set(workFolder(), value);
        return this;
    }

    public Autoencoder setSettings(String... value) {
        set(settings(), value);
        return this;
    }

    /**
     * @throws HourglassException with CONFIGURATION where the input is missing or of another type,
     *     a column that would be added is there already, or Params contradict each other
     */
    @Override
    public StructType transformSchema(StructType schema) {
        FitSettings settings = FitSettings.of(this);
        StructType encoded = Columns.encoded(schema, this, settings.network().bottleneck());
        if (settings.network().architecture() == Architecture.CONV2D
                && InputType.of(schema, getInputCol()) != InputType.IMAGE
                && !isDefined(inputShape())) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "conv2d does not know how high and wide the images are",
                    "inputShape",
                    "call setInputShape(height, width, channels)");
        }
        return encoded;
    }

    /**
     * Trains a network on the rows.
     *
     * @throws HourglassException as {@link #transformSchema}; with SOURCE_MALFORMED where {@code
     *     handleInvalid} is error and a row cannot be encoded, SOURCE_UNREADABLE where there is
     *     none to train on, CONFIGURATION where the network does not fit the input or executors
     *     reach no work folder, TRAINING_FAILED where the loss is no longer a number
     */
    @Override
    public AutoencoderModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        FitSettings settings = FitSettings.of(this);
        Dataset<Row> rows = dataset.toDF();
        InputType type = InputType.of(rows.schema(), getInputCol());
        InputColumn column = InputColumn.of(getInputCol(), type, shape(rows, type));
        Optional<String> folder =
                isDefined(workFolder()) ? Optional.of(getWorkFolder()) : Optional.empty();
        NetworkWeights weights =
                new ColumnTraining(settings, getSeed()).train(rows, column, folder);
        AutoencoderModel model = new AutoencoderModel(uid, weights).setParent(this);
        return copyValues(model, new ParamMap());
    }

    @Override
    public Autoencoder copy(ParamMap extra) {
        return copyValues(new Autoencoder(uid), extra);
    }

    @Override
    public MLWriter write() {
        return new DefaultParamsWriter(this);
    }

    private List<Integer> shape(Dataset<Row> rows, InputType type) {
        if (isDefined(inputShape())) {
            return Arrays.stream(getInputShape()).boxed().toList();
        }
        Column input = Columns.named(getInputCol());
        Column usable =
                type == InputType.IMAGE ? input.getField("height").gt(0) : input.isNotNull();
        List<Row> first = rows.select(input).filter(usable).takeAsList(1);
        if (first.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "There is no row to train on",
                    "column " + getInputCol(),
                    "give rows whose input is not null");
        }
        List<Integer> shape = type.shape(first.get(0).get(0));
        boolean oneLead = shape.size() == 1 && getArchitecture().equals("conv1d");
        return oneLead ? List.of(shape.get(0), 1) : shape;
    }
}
