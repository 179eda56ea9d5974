package dev.hourglass.network.engine;

import java.io.Serializable;

/**
 * A map of positions, each with its channels: an image, or what a layer makes of it. In memory the
 * channel runs fastest, then the column.
 */
public record MapShape(int height, int width, int channels) implements Serializable {
    public MapShape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("a map must have rows, columns and channels");
        }
    }

    /** Numbers in a map. */
    public int elements() {
        return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }
}
