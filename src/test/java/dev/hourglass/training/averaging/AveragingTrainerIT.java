package dev.hourglass.training.averaging;

import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainerContract;

class AveragingTrainerIT extends TrainerContract {
    @Override
    protected Trainer trainer() {
        return new AveragingTrainer(new LimitSettings(5));
    }

    @Override
    protected boolean weighted() {
        return true;
    }

    @Override
    protected int combinations() {
        return 200;
    }
}
