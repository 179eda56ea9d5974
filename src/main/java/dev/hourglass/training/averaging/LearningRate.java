package dev.hourglass.training.averaging;

import dev.hourglass.training.TrainingSettings.Schedule;

/**
 * The learning rate of every step.
 *
 * @param initial rate before the schedule
 * @param schedule what it is multiplied by
 * @param stepsPerEpoch of the worker with the largest shard
 * @param steps of the whole training
 */
record LearningRate(double initial, Schedule schedule, long stepsPerEpoch, long steps) {
    /**
     * The rate of one step.
     *
     * @param step from 1
     */
    double at(long step) {
        double warmUp = step < schedule.warmUpSteps() ? (double) step / schedule.warmUpSteps() : 1;
        return initial * warmUp * shape(step);
    }

    private double shape(long step) {
        return switch (schedule.shape()) {
            case CONSTANT -> 1;
            case STEP ->
                    Math.pow(
                            schedule.stepFactor(),
                            (step - 1) / stepsPerEpoch / schedule.stepEpochs());
            case COSINE -> {
                // Loshchilov and Hutter (2017), equation 5, without restarts.
                double done = steps == 1 ? 0 : (step - 1) / (steps - 1.0);
                yield schedule.end() + (1 - schedule.end()) * (1 + Math.cos(Math.PI * done)) / 2;
            }
        };
    }
}
