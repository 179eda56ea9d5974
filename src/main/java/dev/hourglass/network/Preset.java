package dev.hourglass.network;

import dev.hourglass.network.NetworkSettings.Block;
import java.util.List;

/** Named image networks from the literature. */
public enum Preset {
    /**
     * The convolutional autoencoder of deep convolutional embedded clustering: 32, 64 and 128
     * filters, then a linear layer to the bottleneck (Guo, Liu, Zhu and Yin, ICONIP 2017).
     */
    DCEC(
            true,
            new Block(32, 5, 2, Padding.SAME),
            new Block(64, 5, 2, Padding.SAME),
            new Block(128, 3, 2, Padding.VALID)),

    /**
     * The convolutional autoencoder usual in PyTorch tutorials: 16 and 32 filters with stride 2,
     * then 64 filters of 7 × 7, whose single position is the 64-wide bottleneck for 28 × 28 images.
     */
    TUTORIAL(
            false,
            new Block(16, 3, 2, Padding.SAME),
            new Block(32, 3, 2, Padding.SAME),
            new Block(64, 7, 1, Padding.VALID));

    private final boolean denseBottleneck;
    private final List<Block> blocks;

    Preset(boolean denseBottleneck, Block... blocks) {
        this.denseBottleneck = denseBottleneck;
        this.blocks = List.of(blocks);
    }

    /** Whether a dense layer makes the code; if not, the last block's output is the code. */
    boolean denseBottleneck() {
        return denseBottleneck;
    }

    List<Block> blocks() {
        return blocks;
    }
}
