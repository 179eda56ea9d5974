package dev.hourglass.recommendation.rating;

/** Whose vectors of ratings an autoencoder reconstructs. */
enum Side {
    USER {
        @Override
        int rows(RatingTable table) {
            return table.users();
        }

        @Override
        int columns(RatingTable table) {
            return table.items();
        }

        @Override
        int[] rowOf(int[] user, int[] item) {
            return user;
        }

        @Override
        int[] columnOf(int[] user, int[] item) {
            return item;
        }
    },
    ITEM {
        @Override
        int rows(RatingTable table) {
            return table.items();
        }

        @Override
        int columns(RatingTable table) {
            return table.users();
        }

        @Override
        int[] rowOf(int[] user, int[] item) {
            return item;
        }

        @Override
        int[] columnOf(int[] user, int[] item) {
            return user;
        }
    };

    /** Vectors. */
    abstract int rows(RatingTable table);

    /** Elements of each. */
    abstract int columns(RatingTable table);

    /** The vectors that pairs are in. */
    abstract int[] rowOf(int[] user, int[] item);

    /** The elements that pairs are. */
    abstract int[] columnOf(int[] user, int[] item);
}
