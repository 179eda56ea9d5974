package dev.hourglass.recommendation.rating;

/**
 * A pair whose rating is to be predicted.
 *
 * @param user id
 * @param item id
 * @param rating what it turned out to be, which no prediction knows; null where that is not known
 */
public record AskedPair(String user, String item, Float rating) {}
