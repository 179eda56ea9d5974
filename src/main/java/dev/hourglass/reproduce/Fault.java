package dev.hourglass.reproduce;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** What is done to a training, by SIGKILL: without a word before, or a chance to clean up. */
enum Fault {
    EXECUTOR,
    /** With its executors; a new worker comes in its place. */
    WORKER,
    /** After which the job is started again with {@code --resume}. */
    DRIVER;

    private static final Fault[] SIX = {EXECUTOR, WORKER, DRIVER, EXECUTOR, EXECUTOR, EXECUTOR};

    /** Of six runs in turn four lose an executor, one a worker and one the driver. */
    static Fault ofRun(int run) {
        return SIX[run % SIX.length];
    }

    /** What is killed: {@code executor}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Disturbs a job.
     *
     * @param random chooses executor or worker
     */
    void strike(StandaloneCluster cluster, RunningJob job, RandomGenerator random) {
        switch (this) {
            case EXECUTOR -> cluster.killExecutor(random);
            case WORKER -> {
                cluster.killWorker(random);
                cluster.addWorker();
            }
            case DRIVER -> job.signal("KILL");
        }
    }
}
