package dev.hourglass.recommendation;

/**
 * A mean over users, and how far chance in which users were held out may have moved it.
 *
 * @param low of the interval that holds 95 % of the bootstrap's means
 * @param high of this interval
 */
public record Estimate(double mean, double low, double high) {}
