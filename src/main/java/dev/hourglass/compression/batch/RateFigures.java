package dev.hourglass.compression.batch;

/**
 * What a quantiser's step comes to on the sampled stretches.
 *
 * @param bits a sample, with the leads' shares of headers and annotations
 * @param ratio bits before compression over bits after it
 * @param prdn mean PRDN of the sampled leads in percent, of those where it is finite
 */
public record RateFigures(double bits, double ratio, double prdn) {}
