package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a model recommends, and what its lists are worth beside those of other methods.
 *
 * @param users who got a list
 * @param items that can be in one
 * @param methods the model first; none where there are no test users
 * @param map the items laid out in a plane; empty where there are too few for one
 * @param lists of a few users
 * @param similar to the most popular items
 */
public record Recommendations(
        long users,
        int items,
        List<Method> methods,
        List<Point> map,
        List<UserList> lists,
        List<SimilarItems> similar) {
    public Recommendations {
        methods = List.copyOf(methods);
        map = List.copyOf(map);
        lists = List.copyOf(lists);
        similar = List.copyOf(similar);
    }

    /** A mean over users, with the interval that holds 95 % of the bootstrap's means. */
    public record Estimate(double mean, double low, double high) {}

    /**
     * What a method's lists are worth.
     *
     * @param users whose lists were measured
     * @param recall20 at 20, and so on
     * @param coverage share of the items that are in the first 20 of any list
     * @param novelty in bits
     */
    public record Method(
            String name,
            long users,
            Estimate recall20,
            Estimate recall50,
            Estimate ndcg100,
            Estimate map100,
            double coverage,
            double novelty) {
        public Method {
            requireNonNull(name, "name is null");
        }
    }

    /**
     * An item's place on the map.
     *
     * @param name its title, or its id
     */
    public record Point(double x, double y, String name, Optional<String> genre) {
        public Point {
            requireNonNull(name, "name is null");
            requireNonNull(genre, "genre is null");
        }
    }

    /**
     * A user's items beside those that are recommended to them.
     *
     * @param items how many the user has
     * @param has names of some of these
     * @param recommended names, best first
     */
    public record UserList(String user, int items, List<String> has, List<String> recommended) {
        public UserList {
            requireNonNull(user, "user is null");
            has = List.copyOf(has);
            recommended = List.copyOf(recommended);
        }
    }

    /**
     * The items nearest to another one.
     *
     * @param users who have the item
     * @param similar names, nearest first
     */
    public record SimilarItems(String item, long users, List<String> similar) {
        public SimilarItems {
            requireNonNull(item, "item is null");
            similar = List.copyOf(similar);
        }
    }
}
