package dev.hourglass.training.averaging.vector;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.server.TransportServer;

/**
 * The driver's end of the exchange of vectors: hands out every round's start, and takes what the
 * workers send. A vector that is sent twice, because a task was run again, is the same both times.
 */
public final class VectorServer implements AutoCloseable {
    /** Unique in a driver, so that no executor takes one training's start for another's. */
    private static final AtomicLong ROUNDS = new AtomicLong();

    private final Map<Long, Round> rounds = new ConcurrentHashMap<>();

    /** Executors that have sent a vector, and so take part in the next round most likely. */
    private final Set<TransportClient> participants = ConcurrentHashMap.newKeySet();

    private final TransportContext context;
    private final TransportServer server;
    private final Address address;

    /** Where executors find it. */
    record Address(String host, int port) implements Serializable {}

    private record Round(float[] start, Map<Integer, float[]> vectors) {}

    /** Listens, on a port of its own. */
    public VectorServer() {
        this(Transport.here());
    }

    VectorServer(Transport transport) {
        context = transport.context(new Handler());
        server = transport.listen(context);
        address = new Address(transport.driverHost(), server.getPort());
    }

    Address address() {
        return address;
    }

    /**
     * Begins a round, gives it a number, and tells those who took part in the last one, who fetch
     * its start while Spark makes their tasks.
     */
    long open(float[] start) {
        long round = ROUNDS.incrementAndGet();
        rounds.put(round, new Round(start, new ConcurrentHashMap<>()));
        participants.forEach(client -> client.send(new Announcement(round, start.length).bytes()));
        return round;
    }

    /** What came of a shard. */
    float[] receive(long round, int shard) {
        return find(round).vectors.remove(shard);
    }

    /** Ends a round; what still comes of it is nobody's. */
    void close(long round) {
        rounds.remove(round);
    }

    @Override
    public void close() {
        server.close();
        context.close();
    }

    private Round find(long round) {
        Round found = rounds.get(round);
        if (found == null) {
            throw new IllegalStateException("round " + round + " is over");
        }
        return found;
    }

    private final class Handler extends RpcHandler {
        private final StreamManager starts = new Starts();

        @Override
        public StreamManager getStreamManager() {
            return starts;
        }

        @Override
        public StreamCallbackWithID receiveStream(
                TransportClient client, ByteBuffer header, RpcResponseCallback callback) {
            participants.add(client);
            UploadHeader of = UploadHeader.read(header);
            Round round = rounds.get(of.round());
            // To refuse it would close the connection, which other tasks of the executor use.
            return round == null ? new Unwanted() : new Upload(of.shard(), round);
        }

        @Override
        public void receive(
                TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
            callback.onFailure(new UnsupportedOperationException("vectors are taken only"));
        }

        @Override
        public void channelInactive(TransportClient client) {
            participants.remove(client);
        }
    }

    private final class Starts extends StreamManager {
        @Override
        public ManagedBuffer openStream(String round) {
            return new SentVector(find(Long.parseLong(round)).start);
        }

        @Override
        public ManagedBuffer getChunk(long stream, int index) {
            throw new UnsupportedOperationException("vectors are sent whole");
        }
    }

    private static final class Upload implements StreamCallbackWithID {
        private final int shard;
        private final Round round;
        private final ReceivedVector vector;

        Upload(int shard, Round round) {
            this.shard = shard;
            this.round = round;
            this.vector = new ReceivedVector(round.start.length);
        }

        @Override
        public String getID() {
            return "vector of shard " + shard;
        }

        @Override
        public void onData(String id, ByteBuffer bytes) throws IOException {
            vector.add(bytes);
        }

        @Override
        public void onComplete(String id) throws IOException {
            round.vectors.put(shard, vector.whole());
        }

        /** The executor is lost: its task is run again, and sends another. */
        @Override
        public void onFailure(String id, Throwable cause) {}
    }

    /** What a task sends whose round is over. */
    private static final class Unwanted implements StreamCallbackWithID {
        @Override
        public String getID() {
            return "vector of a round that is over";
        }

        @Override
        public void onData(String id, ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void onComplete(String id) {}

        @Override
        public void onFailure(String id, Throwable cause) {}
    }
}
