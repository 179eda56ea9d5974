package dev.hourglass.recommendation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Strong generalisation (Marlin 2004; Liang, Krishnan, Hoffman and Jebara 2018): of users whom no
 * model was trained on, a part of their items is shown to it, and the others are what its lists
 * should have. How a user's items are divided depends on the seed and the user's id only.
 *
 * @param counts of the train users: items that none of them has are left out of both parts
 * @param seed of the division
 */
public record FoldIn(ItemCounts counts, long seed) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** One of so many items is a target, rounded down. Users of fewer items are left out. */
    private static final int ITEMS_PER_TARGET = 5;

    /** The users who have enough items, divided whenever they are read. */
    public JavaRDD<HeldOutUser> divide(JavaRDD<Interactions> users) {
        return users.map(this::divide).filter(Optional::isPresent).map(Optional::get);
    }

    /** The user's items in two parts; empty where there are fewer than 5 known ones. */
    Optional<HeldOutUser> divide(Interactions user) {
        int[] places =
                IntStream.range(0, user.items().length)
                        .filter(place -> counts.isKnown(user.items()[place]))
                        .toArray();
        int targets = places.length / ITEMS_PER_TARGET;
        if (targets == 0) {
            return Optional.empty();
        }
        drawFirst(places, targets, UserRandom.of(seed, user.user()));
        int[] drawn = Arrays.stream(places, 0, targets).map(at -> user.items()[at]).toArray();
        int[] rest = Arrays.copyOfRange(places, targets, places.length);
        Arrays.sort(drawn);
        Arrays.sort(rest);
        return Optional.of(new HeldOutUser(select(user, rest), drawn));
    }

    /** Fisher and Yates's shuffle, as far as it is needed. */
    private static void drawFirst(int[] places, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, places.length);
            int place = places[i];
            places[i] = places[other];
            places[other] = place;
        }
    }

    private static Interactions select(Interactions user, int[] places) {
        int[] items = new int[places.length];
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            items[i] = user.items()[places[i]];
            values[i] = user.values()[places[i]];
        }
        return new Interactions(user.user(), items, values);
    }
}
