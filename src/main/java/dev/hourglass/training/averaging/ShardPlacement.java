package dev.hourglass.training.averaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * Sends each shard where it was trained last and lies on the disk already, unless an executor would
 * get more than its part: after one was lost, the one that takes its place shall not stay idle.
 */
public final class ShardPlacement {
    private final JavaSparkContext spark;
    private final int shards;
    private final Map<Integer, String> homes = new HashMap<>();

    /**
     * @param shards how many there are
     */
    public ShardPlacement(JavaSparkContext spark, int shards) {
        this.spark = spark;
        this.shards = shards;
    }

    /** How many shards there are. */
    public int shards() {
        return shards;
    }

    /** The shards' indices, one a partition, with the places where they should be trained. */
    public JavaRDD<Integer> rdd() {
        List<Tuple2<Integer, Seq<String>>> placed = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        int most = (shards + executors() - 1) / executors();
        for (int shard : IntStream.range(0, shards).toArray()) {
            String home = homes.get(shard);
            boolean stays = home != null && taken.merge(home, 1, Integer::sum) <= most;
            placed.add(new Tuple2<>(shard, seq(stays ? List.of(home) : List.of())));
        }
        return spark.sc()
                .<Integer>makeRDD(seq(placed), ClassTag$.MODULE$.apply(Integer.class))
                .toJavaRDD();
    }

    /** Takes note of where a round's shards were trained. */
    public void remember(RoundResult round) {
        for (Contribution contribution : round.contributions()) {
            remember(contribution.shard(), contribution.executor());
        }
    }

    /** Takes note of where a shard is. */
    void remember(int shard, String executor) {
        homes.put(shard, executor);
    }

    /** Those that are there now; the driver's own entry is one of the list. */
    private int executors() {
        return Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
    }

    private static <T> Seq<T> seq(List<T> list) {
        return JavaConverters.asScalaBuffer(list).toSeq();
    }
}
