package dev.hourglass.embedding;

import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import java.io.Serializable;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A model on its way to the executors. Broadcast, there is one object of this class in every
 * executor, which holds the weights once and lends a network on them to each of its tasks.
 */
public final class AutoencoderPool implements Serializable {
    private final NetworkSpec network;

    /** As one vector: the form in which they travel. */
    private final float[] parameters;

    /** Owns the weights of all others. Not sent along: every executor makes its own. */
    private transient Autoencoder first;

    private transient Deque<Autoencoder> idle;

    /**
     * @param parameters all weights as one vector
     */
    public AutoencoderPool(NetworkSpec network, float[] parameters) {
        this.network = network;
        this.parameters = parameters;
    }

    private synchronized Autoencoder lend() {
        if (first == null) {
            NativeThreads.limit();
            first = Autoencoder.of(network, parameters);
            idle = new ConcurrentLinkedDeque<>();
            return first;
        }
        Autoencoder lent = idle.poll();
        return lent == null ? first.sharing() : lent;
    }

    /** A network for the task that asks for it, until that ends. */
    public Autoencoder lendToTask() {
        Autoencoder lent = lend();
        TaskContext.get()
                .addTaskCompletionListener((TaskCompletionListener) context -> giveBack(lent));
        return lent;
    }

    /** Takes back what was lent. */
    private synchronized void giveBack(Autoencoder lent) {
        idle.push(lent);
    }
}
