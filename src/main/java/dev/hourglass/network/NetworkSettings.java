package dev.hourglass.network;

import static java.util.Objects.requireNonNull;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.layer.LossFunction;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The {@code network} section: an autoencoder of any size, whose decoder mirrors its encoder.
 *
 * @param architecture which of the four sections below holds the layers
 * @param bottleneck width of the code, and so of the embedding; null for 62 where the architecture
 *     is {@code conv1d} (Yildirim, Tan and Acharya 2018) and 10 where it is another
 * @param normalisation what is done to the input before the first layer
 * @param output activation of the last layer
 * @param initialWeights from which training begins, but of tied weights, which begin as {@code
 *     glorot} says; null for {@code lecun}, as in models that do not say
 * @param rateWeight where the code is to be rounded and stored in few bits: weight in the loss of a
 *     bit of code for each element of the input, beside 1 for the squared error; null for codes of
 *     any numbers
 * @param dense layers of the dense architecture
 * @param conv2d layers of the image architecture
 * @param conv1d layers of the signal architecture
 * @param lapped layers of the signal architecture for codecs
 * @param loss how far a reconstruction is from the input; null for the squared error, as in models
 *     that do not say
 * @param inputDropout share of the input's elements that are zero in a step of training, the others
 *     being raised to make up for them (Srivastava et al. 2014); null for none
 * @param variational the code as a distribution; null for a code of numbers
 */
public record NetworkSettings(
        Architecture architecture,
        Integer bottleneck,
        NormalisationMethod normalisation,
        OutputActivation output,
        InitialWeights initialWeights,
        Double rateWeight,
        Dense dense,
        Conv2d conv2d,
        Conv1d conv1d,
        Lapped lapped,
        LossFunction loss,
        Double inputDropout,
        Variational variational)
        implements Serializable {
    public NetworkSettings {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(normalisation, "normalisation is null");
        requireNonNull(output, "output is null");
        if (bottleneck == null) {
            bottleneck = architecture == Architecture.CONV1D ? 62 : 10;
        }
        Require.range("network.bottleneck", bottleneck, 1, 65_536);
        if (initialWeights == null) {
            initialWeights = InitialWeights.LECUN;
        }
        if (rateWeight != null) {
            Require.range(
                    rateWeight > 0 && rateWeight <= 1000,
                    "network.rate-weight",
                    rateWeight,
                    "a number above 0, to 1000, or null for codes that are not rounded");
        }
        if (loss == null) {
            loss = LossFunction.SQUARED_ERROR;
        }
        if (inputDropout == null) {
            inputDropout = 0.0;
        }
        Require.range(
                inputDropout >= 0 && inputDropout < 1,
                "network.input-dropout",
                inputDropout,
                "a number from 0, below 1");
        if (variational == null) {
            variational = Variational.NONE;
        }
        requireFitting(loss, normalisation, output, rateWeight, variational);
        if (normalisation == NormalisationMethod.STANDARDISE
                && output == OutputActivation.SIGMOID) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A sigmoid output cannot reach standardised values, which leave [0, 1]",
                    "network.output = sigmoid, network.normalisation = standardise",
                    "set network.output=identity or network.normalisation=none");
        }
    }

    private static void requireFitting(
            LossFunction loss,
            NormalisationMethod normalisation,
            OutputActivation output,
            Double rateWeight,
            Variational variational) {
        String chosen = "network.loss = " + kebab(loss);
        boolean plain = loss == LossFunction.SQUARED_ERROR;
        require(
                plain || normalisation != NormalisationMethod.STANDARDISE,
                "Standardised input has no zeros for what is not given",
                chosen + ", network.normalisation = standardise",
                "set network.normalisation=none, or unit-length");
        require(
                loss != LossFunction.MULTINOMIAL || output == OutputActivation.IDENTITY,
                "A multinomial loss makes probabilities of the outputs itself",
                chosen + ", network.output = " + kebab(output),
                "set network.output=identity");
        require(
                plain || rateWeight == null,
                "Only codes of networks that are trained for the squared error can be rounded",
                chosen + ", network.rate-weight = " + rateWeight,
                "set network.rate-weight=null, or network.loss=squared-error");
        require(
                loss == LossFunction.MULTINOMIAL || variational.beta() == null,
                "Only a network of multinomial loss can have a distribution for its code",
                chosen + ", network.variational.beta = " + variational.beta(),
                "set network.variational.beta=null, or network.loss=multinomial");
    }

    private static void require(boolean holds, String what, String where, String mend) {
        if (!holds) {
            throw new HourglassException(ErrorCode.CONFIGURATION, what, where, mend);
        }
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The {@code network.variational} section (Kingma and Welling 2014; Liang et al. 2018).
     *
     * @param beta weight of the code's divergence from a standard normal distribution; null for a
     *     code that is no distribution
     * @param annealingSteps steps over which that weight rises from 0, in a straight line
     */
    public record Variational(Double beta, int annealingSteps) implements Serializable {
        /** Of networks that are none. */
        public static final Variational NONE = new Variational(null, 0);

        public Variational {
            if (beta != null) {
                Require.range(
                        beta >= 0 && beta <= 1000,
                        "network.variational.beta",
                        beta,
                        "a number from 0 to 1000, or null for a code that is no distribution");
            }
            Require.range("network.variational.annealing-steps", annealingSteps, 0, 1_000_000_000);
        }

        /**
         * The weight at a step.
         *
         * @param step from 1
         */
        double weight(long step) {
            return annealingSteps == 0 ? beta : beta * Math.min(1, (double) step / annealingSteps);
        }
    }

    /** The families of networks. */
    public enum Architecture {
        DENSE,
        CONV2D,
        CONV1D,
        LAPPED
    }

    /** What makes the code in a convolutional network. */
    public enum Code {
        /** A linear dense layer over all positions: any width. */
        DENSE,
        /** The output of the last block, which is then linear: its positions times its filters. */
        CONVOLUTIONAL
    }

    /** What is done to the input before it reaches the first layer. */
    public enum NormalisationMethod {
        /** Nothing: physical values as the dataset has them. */
        NONE,
        /** Mean 0 and standard deviation 1 over all elements of the train split. */
        STANDARDISE,
        /** Every sample scaled to length 1 (L2 norm), for the first layer's eyes only. */
        UNIT_LENGTH
    }

    /** How far weights lie from 0 before they are trained. */
    public enum InitialWeights {
        /**
         * Variance 1 / inputs (LeCun, Bottou, Orr and Müller 1998). With the double that He et al.
         * give to rectifiers, codes and reconstructions begin far too large, and training takes
         * twice as many epochs or more to the same loss.
         */
        LECUN(WeightInit.LECUN_NORMAL),
        /**
         * Variance 2 / (inputs + outputs), evenly spread (Glorot and Bengio 2010); strides do not
         * count.
         */
        GLOROT(WeightInit.XAVIER_UNIFORM);

        private final WeightInit dl4j;

        InitialWeights(WeightInit dl4j) {
            this.dl4j = dl4j;
        }

        WeightInit dl4j() {
            return dl4j;
        }
    }

    /**
     * Fully connected layers.
     *
     * @param widths of the hidden layers between the input and the bottleneck, from the input on
     * @param tied whether the decoder uses the encoder's weights, transposed
     * @param activation of the hidden layers
     * @param codeActivation of the bottleneck; null for a linear one
     */
    public record Dense(
            List<Integer> widths,
            boolean tied,
            HiddenActivation activation,
            HiddenActivation codeActivation)
            implements Serializable {
        public Dense {
            widths = List.copyOf(widths);
            requireNonNull(activation, "activation is null");
            for (int width : widths) {
                Require.range("network.dense.widths", width, 1, 1 << 20);
            }
        }
    }

    /**
     * Convolutions over images.
     *
     * @param preset a named network in place of {@code blocks} and {@code code}; may be null
     * @param blocks from the image inwards
     * @param code what makes the code
     * @param activation of the hidden layers
     */
    public record Conv2d(Preset preset, List<Block> blocks, Code code, HiddenActivation activation)
            implements Serializable {
        public Conv2d {
            blocks = checkBlocks(blocks, "network.conv2d.blocks");
            requireNonNull(code, "code is null");
            requireNonNull(activation, "activation is null");
        }
    }

    /**
     * Convolutions along signals.
     *
     * @param preset a named network in place of {@code blocks} and {@code code}; may be null
     * @param blocks from the signal inwards
     * @param code what makes the code
     * @param activation of the hidden layers
     */
    public record Conv1d(
            SignalPreset preset, List<Block> blocks, Code code, HiddenActivation activation)
            implements Serializable {
        public Conv1d {
            blocks = checkBlocks(blocks, "network.conv1d.blocks");
            requireNonNull(code, "code is null");
            requireNonNull(activation, "activation is null");
        }
    }

    /**
     * A lapped transform of signals of one lead, and a network of one hidden layer beside it, see
     * {@link LappedLayers}.
     *
     * @param stride samples from one position of the code to the next
     * @param channels numbers of the code at each position; at most {@code stride}
     * @param kernel samples that a position of the code sees and makes, at least two strides
     * @param hidden channels of the hidden layer
     * @param hiddenKernel positions of the code between which and the hidden layer there are
     *     weights; odd
     * @param activation of the hidden layer
     */
    public record Lapped(
            int stride,
            int channels,
            int kernel,
            int hidden,
            int hiddenKernel,
            HiddenActivation activation)
            implements Serializable {
        public Lapped {
            requireNonNull(activation, "activation is null");
            Require.range("network.lapped.stride", stride, 2, 512);
            Require.range("network.lapped.channels", channels, 1, stride);
            Require.range("network.lapped.kernel", kernel, 2 * stride, 4096);
            Require.range("network.lapped.hidden", hidden, 1, 4096);
            Require.range("network.lapped.hidden-kernel", hiddenKernel, 1, 63);
            Require.range(
                    hiddenKernel % 2 == 1,
                    "network.lapped.hidden-kernel",
                    hiddenKernel,
                    "an odd number");
        }
    }

    /**
     * One convolution of the encoder, and the transposed convolution that mirrors it in the
     * decoder.
     *
     * @param filters output channels
     * @param kernel size along each axis, in positions
     * @param stride step along each axis, in positions
     * @param padding how the border is treated
     */
    public record Block(int filters, int kernel, int stride, Padding padding)
            implements Serializable {
        public Block {
            requireNonNull(padding, "padding is null");
            Require.range("filters of a block of the network", filters, 1, 65_536);
            Require.range("kernel of a block of the network", kernel, 1, 1024);
            Require.range("stride of a block of the network", stride, 1, 1024);
        }
    }

    private static List<Block> checkBlocks(List<Block> blocks, String key) {
        if (blocks.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION, "There are no layers", key, "give at least one block");
        }
        return List.copyOf(blocks);
    }
}
