package dev.hourglass.reproduce;

import java.util.Map;

/**
 * What came of a reproduction.
 *
 * @param figures in the order in which they are shown
 * @param asClaimed whether they are what the documentation says
 */
public record Reproduced(Map<String, Object> figures, boolean asClaimed) {}
