package dev.hourglass.clustering.dcec;

import java.io.Serializable;

/**
 * What targets are made from until they are made anew.
 *
 * @param number of the refresh, from 0
 * @param parameters of the autoencoder at that time
 * @param centres at that time, by [cluster, element]
 */
record Reference(int number, float[] parameters, double[][] centres) implements Serializable {
    int clusters() {
        return centres.length;
    }
}
