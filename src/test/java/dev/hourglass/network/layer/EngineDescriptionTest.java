package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.testing.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the native libraries say of themselves where the settings come as Spark hands them on. */
class EngineDescriptionTest {
    private static final String SETTING = "-Dspark.hourglass.engine.";

    @TempDir private Path folder;

    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            describe();
            Thread other = new Thread(Program::describe);
            other.start();
            other.join();
        }

        private static void describe() {
            NativeThreads.limit();
            System.out.println(Engines.current().description());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "onednn, 1, 'oneDNN 2.5.2 on .*, float32'",
        "onednn, 3, 'oneDNN 2.5.2 on .*, float32'",
        "nd4j, 3, 'plain ND4J, float32'"
    })
    void everyThreadGetsTheThreadsOfItsTask(String name, int threads, String start) {
        JavaProgram program =
                JavaProgram.run(
                        folder,
                        List.of(SETTING + "name=" + name, SETTING + "threads=" + threads),
                        JavaProgram.classPath(),
                        Program.class);
        assertThat(program.output().lines())
                .filteredOn(line -> line.matches(start + ", threads a task: " + threads))
                .as(program.output())
                .hasSize(2);
    }
}
