package dev.hourglass.training.averaging;

import java.io.Serializable;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * The workers of one executor. Broadcast, there is one object of this class in every executor,
 * which makes a worker for each of its tasks that run at the same time and hands it from task to
 * task.
 */
final class WorkerPool<S> implements Serializable {
    private final Worker.Factory<S> factory;

    /** Not sent along: every executor makes its own. */
    private transient Deque<Worker<S>> idle;

    private transient volatile boolean closed;

    WorkerPool(Worker.Factory<S> factory) {
        this.factory = factory;
    }

    /** Lends a worker to the calling task; one that fails is freed, and not lent again. */
    <T> T lend(Function<Worker<S>, T> task) {
        Worker<S> lent = idle().poll();
        Worker<S> worker = lent == null ? factory.create() : lent;
        try {
            T result = task.apply(worker);
            idle().push(worker);
            if (closed) {
                // The round was given up meanwhile.
                close();
            }
            return result;
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /** Frees the workers that are in this process. */
    void close() {
        closed = true;
        for (Worker<S> worker = idle().poll(); worker != null; worker = idle().poll()) {
            worker.close();
        }
    }

    private synchronized Deque<Worker<S>> idle() {
        if (idle == null) {
            idle = new ConcurrentLinkedDeque<>();
        }
        return idle;
    }
}
