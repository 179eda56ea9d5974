package dev.hourglass.bench;

import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** The rounds of a training that is measured. */
final class Rounds implements TrainingListener {
    private final List<RoundMetrics> rounds = new ArrayList<>();

    /** Samples a second in one epoch. */
    double samplesPerSecond(int epoch) {
        List<RoundMetrics> measured =
                rounds.stream().filter(round -> round.epoch() == epoch).toList();
        return measured.stream().mapToLong(RoundMetrics::examples).sum()
                / measured.stream().mapToDouble(RoundMetrics::seconds).sum();
    }

    /** Of all rounds. */
    double seconds() {
        return rounds.stream().mapToDouble(RoundMetrics::seconds).sum();
    }

    /** Of one round; null where it is not known. */
    Long bytes() {
        return rounds.get(0).bytes();
    }

    @Override
    public void started(long examplesInAll, long examplesBefore, int roundsBefore) {
        // The rounds tell all that is measured.
    }

    @Override
    public void round(RoundMetrics metrics) {
        rounds.add(metrics);
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        // The rounds tell all that is measured.
    }

    @Override
    public void notice(String line) {
        // There is nobody to tell.
    }
}
