package dev.hourglass.compression;

/**
 * What a coder loses at a rate.
 *
 * @param coder {@code network}, {@code wavelet}, {@code dct} or {@code pca}
 * @param ratio how many times fewer bits than the signal's converter gave that is
 * @param bitsPerSample everything counted, in the mean
 * @param prdn of a window, percent, in the mean
 * @param worstPrdn of all windows
 */
public record RatePoint(
        String coder, int ratio, double bitsPerSample, double prdn, double worstPrdn) {}
