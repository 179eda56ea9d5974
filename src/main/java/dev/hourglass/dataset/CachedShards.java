package dev.hourglass.dataset;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shards that one executor has copied to its machine so far. Broadcast, there is one object of
 * this class in every executor; destroying the broadcast lets it and its copies go.
 */
public final class CachedShards implements Serializable {
    private final ShardFiles files;

    /** Not sent along: what one executor has copied is not on the next one's machine. */
    private transient Map<Integer, Shard> copies;

    public CachedShards(ShardFiles files) {
        this.files = files;
    }

    /** How many shards there are. */
    public int count() {
        return files.count();
    }

    /**
     * A shard, copied now if this executor has not got it yet.
     *
     * @throws dev.hourglass.error.HourglassException as {@link ShardFiles#read}
     */
    public Shard get(int index) {
        // A task that was interrupted while it read has closed the file for all.
        return copies().compute(
                        index,
                        (key, copy) -> copy == null || !copy.isOpen() ? files.read(key) : copy);
    }

    /** Deletes this executor's copies. */
    public void clear() {
        copies().values().forEach(Shard::close);
        copies().clear();
    }

    private synchronized Map<Integer, Shard> copies() {
        if (copies == null) {
            copies = new ConcurrentHashMap<>();
        }
        return copies;
    }
}
