package dev.hourglass.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short form of {@code jobs/reproduce nightly-faults}. */
class NightlyFaultsIT {
    @Test
    void aNightThatIsKilledIsNeverSeenHalfAndFinishedByTheNextRun() {
        List<String> lines = new ArrayList<>();
        Reproduced reproduced =
                NightlyFaults.run(
                        Path.of("target/reproduce/NightlyFaultsIT").toAbsolutePath(),
                        2,
                        lines::add);
        assertThat(reproduced.figures())
                .as(String.join("\n", lines))
                .containsEntry("runs", 2)
                .containsEntry("torn_reads", 0L)
                .containsEntry("identical", 2);
        assertThat((Long) reproduced.figures().get("polls")).isGreaterThan(10);
        assertThat(reproduced.asClaimed()).isTrue();
    }
}
