package dev.hourglass.training.averaging;

import java.io.Serializable;

/**
 * What every worker trains in one round: the same places in its own shard's order. A worker whose
 * shard ends earlier trains what it has.
 *
 * @param epoch from 1
 * @param from first example's place in the epoch's order of the shard, from 0
 * @param to the place after the last example's
 * @param stepsBefore optimizer steps before this round
 * @param rates learning rate of each local step, for workers that do not have one of their own
 */
public record Stretch(int epoch, int from, int to, long stepsBefore, double[] rates)
        implements Serializable {}
