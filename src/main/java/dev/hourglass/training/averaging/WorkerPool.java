package dev.hourglass.training.averaging;

import java.io.Serializable;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The workers of one executor. Broadcast, there is one object of this class in every executor,
 * which makes a worker for each of its tasks that run at the same time and hands it from task to
 * task.
 */
final class WorkerPool<S> implements Serializable {
    private final Worker.Factory<S> factory;

    /** Not sent along: every executor makes its own. */
    private transient Deque<Worker<S>> idle;

    WorkerPool(Worker.Factory<S> factory) {
        this.factory = factory;
    }

    /** Lends a worker to the calling task. */
    Worker<S> borrow() {
        Worker<S> worker = idle().poll();
        return worker == null ? factory.create() : worker;
    }

    /** Takes back a worker whose task has ended well. */
    void giveBack(Worker<S> worker) {
        idle().push(worker);
    }

    /** Frees the workers that are in this process. */
    void close() {
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
