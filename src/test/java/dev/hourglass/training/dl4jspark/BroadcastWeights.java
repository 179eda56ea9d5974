package dev.hourglass.training.dl4jspark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BroadcastBlockId;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import scala.Option;
import scala.collection.JavaConverters;

/** The networks that Spark holds for workers. */
final class BroadcastWeights {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(10);

    private BroadcastWeights() {}

    /**
     * How many there are in this JVM; waits a while for them to become few, since Spark frees them
     * in the background.
     *
     * @param few how many there should be at most
     */
    static long count(long few) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long count = count();
        while (count > few && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
            count = count();
        }
        return count;
    }

    private static long count() {
        BlockManager blocks = SparkEnv.get().blockManager();
        return JavaConverters.seqAsJavaList(blocks.getMatchingBlockIds(BroadcastWeights::isValue))
                .stream()
                .filter(id -> holdsNetwork(blocks.getLocalValues(id)))
                .count();
    }

    /** The object itself, rather than a piece of it in serialised form. */
    private static boolean isValue(BlockId id) {
        return id instanceof BroadcastBlockId broadcast && broadcast.field().isEmpty();
    }

    private static boolean holdsNetwork(Option<BlockResult> block) {
        boolean found = false;
        // Read to its end, at which the block's lock is released.
        while (block.isDefined() && block.get().data().hasNext()) {
            found |= block.get().data().next() instanceof NetBroadcastTuple;
        }
        return found;
    }
}
