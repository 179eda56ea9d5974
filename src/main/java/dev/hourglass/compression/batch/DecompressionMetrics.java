package dev.hourglass.compression.batch;

/**
 * What metrics.json says of decompressed records.
 *
 * @param model that brought them back
 * @param weightsSha256 of its weights
 * @param records written
 * @param samples of all signals
 * @param rejected containers of which nothing could be read
 * @param damagedRecords written, with something missing
 * @param damages in their containers
 * @param lostWindows whose samples are missing
 */
public record DecompressionMetrics(
        String model,
        String weightsSha256,
        long records,
        long samples,
        long rejected,
        long damagedRecords,
        long damages,
        long lostWindows) {}
