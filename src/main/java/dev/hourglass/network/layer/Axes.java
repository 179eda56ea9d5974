package dev.hourglass.network.layer;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves activations between the flat form that samples are stored in, [batch, height · width ·
 * channels] with the channel running fastest, and the [batch, channels, height, width] of stock
 * convolutions.
 *
 * @param flatInput whether the input is flat and the output is not, or the other way round
 */
public record Axes(boolean flatInput, int height, int width, int channels)
        implements InputPreProcessor {
    @Override
    public INDArray preProcess(INDArray input, int batch, LayerWorkspaceMgr workspaces) {
        return flatInput
                ? unflatten(input, ArrayType.ACTIVATIONS, workspaces)
                : flatten(input, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public INDArray backprop(INDArray gradient, int batch, LayerWorkspaceMgr workspaces) {
        return flatInput
                ? flatten(gradient, ArrayType.ACTIVATION_GRAD, workspaces)
                : unflatten(gradient, ArrayType.ACTIVATION_GRAD, workspaces);
    }

    @Override
    public InputPreProcessor clone() {
        return this;
    }

    @Override
    public InputType getOutputType(InputType input) {
        return flatInput
                ? InputType.convolutional(height, width, channels)
                : InputType.feedForward((long) height * width * channels);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray mask, MaskState state, int batch) {
        return Pair.of(mask, state);
    }

    private INDArray unflatten(INDArray flat, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray rows = workspaces.dup(type, flat, 'c');
        long batch = rows.size(0);
        if (channels == 1) {
            return workspaces.leverageTo(type, rows.reshape('c', batch, 1, height, width));
        }
        INDArray image = rows.reshape('c', batch, height, width, channels).permute(0, 3, 1, 2);
        return workspaces.dup(type, image, 'c');
    }

    private INDArray flatten(INDArray image, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray rows = channels == 1 ? image : image.permute(0, 2, 3, 1);
        return workspaces.leverageTo(
                type,
                workspaces
                        .dup(type, rows, 'c')
                        .reshape('c', image.size(0), (long) height * width * channels));
    }
}
