package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation of each channel (Ioffe and Szegedy 2015), under f. In training it takes the
 * batch's own mean and variance, else the running ones, whose old value has a weight of {@link
 * #DECAY} at each step. The running ones are parameters whose gradient is their change, as in
 * DL4J's own layer, so that they are averaged and stored like the rest; the variance is the biased
 * one, there too.
 *
 * @param map what is normalised; a plain vector is a map of one position
 */
public record BatchNormalisation(MapShape map, Nonlinearity f) implements Operation {
    /** The weight of the running mean and variance against the batch's. */
    public static final double DECAY = 0.9;

    @Override
    public int inputs() {
        return map.elements();
    }

    @Override
    public int outputs() {
        return map.elements();
    }

    @Override
    public List<Parameter> parameters() {
        int channels = map.channels();
        return List.of(
                Parameter.row(Parameter.SCALE, Parameter.Kind.SCALE, channels),
                Parameter.row(Parameter.SHIFT, Parameter.Kind.BIAS, channels),
                Parameter.row(Parameter.MEAN, Parameter.Kind.RUNNING_MEAN, channels),
                Parameter.row(Parameter.VARIANCE, Parameter.Kind.RUNNING_VARIANCE, channels));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        INDArray scale = parameters.get(Parameter.SCALE);
        INDArray shift = parameters.get(Parameter.SHIFT);
        INDArray mean = parameters.get(Parameter.MEAN);
        INDArray variance = parameters.get(Parameter.VARIANCE);
        if (training) {
            engine.batchNormalisation(x, scale, shift, like(mean), like(variance), y);
        } else {
            engine.normalisation(x, scale, shift, mean, variance, y);
        }
        engine.apply(f, y);
    }

    @Override
    public void backward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            INDArray dy,
            Map<String, INDArray> gradients,
            INDArray dx) {
        engine.differentiate(f, y, dy);
        INDArray mean = gradients.get(Parameter.MEAN);
        INDArray variance = gradients.get(Parameter.VARIANCE);
        engine.batchNormalisationGradient(
                x,
                parameters.get(Parameter.SCALE),
                dy,
                gradients.get(Parameter.SCALE),
                gradients.get(Parameter.SHIFT),
                mean,
                variance,
                dx == null ? like(x) : dx);
        toChange(mean, parameters.get(Parameter.MEAN));
        toChange(variance, parameters.get(Parameter.VARIANCE));
    }

    /** Turns the batch's value into what is to be subtracted from the running one. */
    private static void toChange(INDArray batch, INDArray running) {
        batch.rsubi(running).muli(1 - DECAY);
    }

    private static INDArray like(INDArray array) {
        return Nd4j.createUninitialized(array.dataType(), array.shape(), 'c');
    }
}
