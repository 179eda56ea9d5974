package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import java.util.Random;

/** Operations over shapes of all kinds: images and signals, padded in every way and not. */
final class RandomOperations {
    /** The layers there are. */
    enum Kind {
        DENSE,
        CONVOLUTION,
        TRANSPOSED_CONVOLUTION,
        MAX_POOLING,
        UPSAMPLING,
        BATCH_NORMALISATION
    }

    private final Random random;
    private final int maximalChannels;
    private final int maximalSize;

    RandomOperations(Random random, int maximalChannels, int maximalSize) {
        this.random = random;
        this.maximalChannels = maximalChannels;
        this.maximalSize = maximalSize;
    }

    Operation next(Kind kind) {
        return next(kind, Nonlinearity.values()[random.nextInt(Nonlinearity.values().length)]);
    }

    Operation next(Kind kind, Nonlinearity f) {
        return switch (kind) {
            case DENSE -> new Dense(upTo(4 * maximalSize), upTo(4 * maximalSize), f);
            case CONVOLUTION -> new Convolution(shape(channels(), channels(), false), f);
            case TRANSPOSED_CONVOLUTION ->
                    new TransposedConvolution(shape(channels(), channels(), false), f);
            case MAX_POOLING -> {
                int channels = channels();
                yield new MaxPooling(shape(channels, channels, false));
            }
            case UPSAMPLING -> {
                int channels = channels();
                yield new Upsampling(shape(channels, channels, true));
            }
            case BATCH_NORMALISATION ->
                    new BatchNormalisation(
                            new MapShape(1 + upTo(maximalSize), 1 + upTo(maximalSize), channels()),
                            f);
        };
    }

    /** From 1. */
    int upTo(int maximum) {
        return 1 + random.nextInt(maximum);
    }

    private int channels() {
        // Small numbers take other ways through the engines.
        return upTo(random.nextBoolean() ? Math.min(4, maximalChannels) : maximalChannels);
    }

    private ConvolutionShape shape(int channels, int filters, boolean withoutOverlap) {
        boolean signal = random.nextInt(3) == 0;
        int kernel = upTo(5);
        int stride = withoutOverlap ? kernel : upTo(3);
        Window window = signal ? Window.along(kernel, stride) : Window.square(kernel, stride);
        int width = kernel + upTo(maximalSize) - 1;
        int height = signal ? 1 : kernel + upTo(maximalSize) - 1;
        MapShape map = new MapShape(height, width, channels);
        int columns = random.nextInt(kernel);
        int rows = signal ? 0 : random.nextInt(kernel);
        return switch (random.nextInt(4)) {
            case 0 -> ConvolutionShape.same(map, filters, window);
            case 1 -> ConvolutionShape.valid(map, filters, window);
            case 2 -> ConvolutionShape.padded(map, filters, window, rows, columns);
            default ->
                    ConvolutionShape.transposedPadded(
                            new MapShape(signal ? 1 : 1 + upTo(4), 1 + upTo(4), filters),
                            channels,
                            window,
                            rows / 2,
                            columns / 2,
                            signal ? 0 : random.nextInt(stride),
                            random.nextInt(stride));
        };
    }
}
