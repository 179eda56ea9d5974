package dev.hourglass.training.averaging.vector;

/**
 * Between processes: vectors are streamed over connections of their own. Spark's broadcasts and
 * task results would copy each several times on its way, which takes longer than to send it.
 */
public final class StreamedVectors implements VectorExchange {
    private static final long serialVersionUID = 1;

    /** On the driver only. */
    private final transient VectorServer server;

    private final VectorServer.Address address;
    private final long round;
    private final int length;

    public StreamedVectors(VectorServer server, float[] start) {
        this.server = server;
        this.address = server.address();
        this.round = server.open(start);
        this.length = start.length;
    }

    @Override
    public float[] start() {
        return VectorClient.start(address, round, length);
    }

    @Override
    public void send(int shard, float[] vector) {
        VectorClient.send(address, round, shard, vector);
        VectorPool.giveBack(vector);
    }

    @Override
    public float[] receive(int shard) {
        return server.receive(round, shard);
    }

    @Override
    public void close() {
        server.close(round);
    }
}
