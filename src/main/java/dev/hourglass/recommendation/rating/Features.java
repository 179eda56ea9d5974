package dev.hourglass.recommendation.rating;

/**
 * What the rating network is told of pairs of a user and an item.
 *
 * @param rows [pairs, {@link #WIDTH}]: the indices, both reconstructions, both biases, and
 *     logarithms of how many ratings both have
 * @param beginning what the network's output is added to: the biased mean and the mean of the
 *     reconstructions
 * @param biased the biased mean alone
 * @param byUser what the user autoencoder makes of the pair beyond that
 * @param byItem likewise of the item autoencoder
 */
record Features(float[] rows, float[] beginning, float[] biased, float[] byUser, float[] byItem) {
    /** Numbers of a row besides the indices. */
    static final int OTHERS = 6;

    static final int WIDTH = 2 + OTHERS;

    static Features empty(int pairs) {
        return new Features(
                new float[Math.multiplyExact(pairs, WIDTH)],
                new float[pairs],
                new float[pairs],
                new float[pairs],
                new float[pairs]);
    }

    void set(int pair, int user, int item, Biases biases, float userPart, float itemPart) {
        byUser[pair] = userPart;
        byItem[pair] = itemPart;
        biased[pair] = (float) biases.rating(user, item);
        beginning[pair] = (float) (biases.rating(user, item) + (userPart + itemPart) / 2);
        int begin = pair * WIDTH;
        rows[begin] = user;
        rows[begin + 1] = item;
        rows[begin + 2] = userPart;
        rows[begin + 3] = itemPart;
        rows[begin + 4] = (float) biases.user()[user];
        rows[begin + 5] = (float) biases.item()[item];
        rows[begin + 6] = scaled(biases.userCount()[user]);
        rows[begin + 7] = scaled(biases.itemCount()[item]);
    }

    /** About from -1 to 1. */
    private static float scaled(int count) {
        return (float) (Math.log(count + 1.0) / 4 - 1);
    }
}
