/**
 * Entropy coding of integers: a range coder, the tables and models that give it probabilities, and
 * a predictive coder of sampled signals built on both. Everything that decides what a code means is
 * integer arithmetic, or of {@link java.lang.StrictMath}, so that every machine reads what any
 * other wrote.
 */
package dev.hourglass.compression.entropy;
