package dev.hourglass.network;

import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import java.util.List;

/** Named image networks from the literature. */
public enum Preset {
    /**
     * The convolutional autoencoder of deep convolutional embedded clustering: 32, 64 and 128
     * filters, then a linear layer to the bottleneck (Guo, Liu, Zhu and Yin, ICONIP 2017).
     */
    DCEC(
            Code.DENSE,
            new Block(32, 5, 2, Padding.SAME),
            new Block(64, 5, 2, Padding.SAME),
            new Block(128, 3, 2, Padding.VALID)),

    /**
     * The convolutional autoencoder usual in PyTorch tutorials: 16 and 32 filters with stride 2,
     * then 64 filters of 7 × 7, whose single position is the 64-wide bottleneck for 28 × 28 images.
     */
    TUTORIAL(
            Code.CONVOLUTIONAL,
            new Block(16, 3, 2, Padding.SAME),
            new Block(32, 3, 2, Padding.SAME),
            new Block(64, 7, 1, Padding.VALID));

    private final Code code;
    private final List<Block> blocks;

    Preset(Code code, Block... blocks) {
        this.code = code;
        this.blocks = List.of(blocks);
    }

    Code code() {
        return code;
    }

    List<Block> blocks() {
        return blocks;
    }
}
