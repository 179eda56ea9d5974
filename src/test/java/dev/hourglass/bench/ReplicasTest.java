package dev.hourglass.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.config.Configuration;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.testing.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicasTest {
    @TempDir private Path folder;

    /** Asks for what no processor can do. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            List<String> settings = List.of("engine.name=nd4j", "engine.precision=bf16");
            EngineBenchmark.run(
                    Configuration.load(Optional.empty(), settings)
                            .section("engine", EngineSettings.class),
                    line -> {},
                    line -> {});
        }
    }

    @Test
    void replicasComputeAtTheSameTime() {
        try (Replicas replicas = new Replicas(MeasuredNetwork.DEEP.spec(), 8, 2)) {
            assertThat(replicas.engine()).isEqualTo("onednn");
            assertThat(replicas.trainedPerSecond()).isPositive();
        }
    }

    @Test
    void whatTheEngineCannotDoEndsTheBenchmarkWithItsOwnMessage() {
        JavaProgram program =
                JavaProgram.run(folder, List.of(), JavaProgram.classPath(), Program.class);
        assertThat(program.exitCode()).isNotZero();
        assertThat(program.output())
                .containsPattern("HourglassException: .*does not multiply bfloat16")
                .doesNotContain("IllegalStateException");
    }
}
