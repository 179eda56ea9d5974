package dev.hourglass.recommendation;

import java.io.Serializable;

/**
 * A user whom no model was trained on, divided by {@link FoldIn}.
 *
 * @param foldIn what a model is shown of the user
 * @param targets indices of the items it should list, ascending; none is in {@code foldIn}
 */
public record HeldOutUser(Interactions foldIn, int[] targets) implements Serializable {
    private static final long serialVersionUID = 1L;
}
