package dev.hourglass.compression;

import dev.hourglass.compression.container.HgcHeader;
import java.io.Serializable;

/**
 * How records are compressed.
 *
 * @param model name and version: {@code ecg/3}
 * @param weightsSha256 of the model's weights
 * @param overlap samples that two windows of the network's sampling rate share; even
 * @param step of the quantiser; 1 as in training, more for fewer bits
 * @param promise what every window keeps
 */
public record CodecSettings(
        String model, String weightsSha256, int overlap, double step, HgcHeader.Promise promise)
        implements Serializable {}
