package dev.hourglass.training.averaging.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * An executor's end of the exchange of vectors. Its tasks share one connection and, in a round, one
 * copy of the start, which is most often on its way before they are. Calls wait until the vector is
 * there whole; a connection that is silent for {@code spark.network.timeout} fails them.
 */
final class VectorClient {
    /** Never waited for by what handles a connection. */
    private static final Object CONNECTING = new Object();

    private static TransportClientFactory connections;

    private static long latestRound = -1;

    /**
     * Memory that Java's collector may have when it needs it: the vector can be asked for again.
     */
    private static SoftReference<CompletableFuture<float[]>> latestStart =
            new SoftReference<>(null);

    private VectorClient() {}

    /** A round's start; not to be changed. */
    static float[] start(VectorServer.Address server, long round, int length) {
        return await(latest(connection(server), round, length));
    }

    /** Sends a shard's vector, and returns when the driver has it. */
    static void send(VectorServer.Address server, long round, int shard, float[] vector) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        connection(server)
                .uploadStream(
                        new NioManagedBuffer(new UploadHeader(round, shard).bytes()),
                        new SentVector(vector),
                        new RpcResponseCallback() {
                            @Override
                            public void onSuccess(ByteBuffer response) {
                                sent.complete(null);
                            }

                            @Override
                            public void onFailure(Throwable cause) {
                                sent.completeExceptionally(cause);
                            }
                        });
        await(sent);
    }

    private static synchronized CompletableFuture<float[]> latest(
            TransportClient connection, long round, int length) {
        CompletableFuture<float[]> start = latestStart.get();
        if (round < latestRound) {
            throw new IllegalStateException("round " + round + " is over");
        }
        if (round > latestRound && start != null && !start.isCompletedExceptionally()) {
            // No task of an earlier round is of use any more.
            start.thenAccept(VectorPool::giveBack);
            start = null;
        }
        if (start == null || start.isCompletedExceptionally()) {
            start = fetch(connection, round, length);
            latestRound = round;
            latestStart = new SoftReference<>(start);
        }
        return start;
    }

    private static CompletableFuture<float[]> fetch(
            TransportClient connection, long round, int length) {
        CompletableFuture<float[]> start = new CompletableFuture<>();
        ReceivedVector vector = new ReceivedVector(length);
        connection.stream(
                Long.toString(round),
                new StreamCallback() {
                    @Override
                    public void onData(String id, ByteBuffer bytes) throws IOException {
                        vector.add(bytes);
                    }

                    @Override
                    public void onComplete(String id) throws IOException {
                        start.complete(vector.whole());
                    }

                    @Override
                    public void onFailure(String id, Throwable cause) {
                        start.completeExceptionally(cause);
                    }
                });
        return start;
    }

    private static TransportClient connection(VectorServer.Address server) {
        synchronized (CONNECTING) {
            try {
                if (connections == null) {
                    Transport transport = Transport.here();
                    connections = transport.clients(transport.context(new Announcements()));
                }
                return connections.createClient(server.host(), server.port());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while connecting to the driver", e);
            }
        }
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during an exchange of vectors", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a vector was lost on its way", e.getCause());
        }
    }

    /** Fetches the start of a round when the driver says that it begins. */
    private static final class Announcements extends RpcHandler {
        @Override
        public void receive(
                TransportClient driver, ByteBuffer message, RpcResponseCallback callback) {
            Announcement next = Announcement.read(message);
            latest(driver, next.round(), next.length());
        }

        @Override
        public StreamManager getStreamManager() {
            return new OneForOneStreamManager();
        }
    }
}
