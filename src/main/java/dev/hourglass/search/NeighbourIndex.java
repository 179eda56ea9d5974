package dev.hourglass.search;

import java.io.Serializable;

/** A part of the embeddings, made ready to be searched by many threads at once. */
interface NeighbourIndex extends Serializable {
    /** Offers the nearest rows of this part to what has been found for the queries. */
    void search(Vectors queries, Neighbours found);
}
