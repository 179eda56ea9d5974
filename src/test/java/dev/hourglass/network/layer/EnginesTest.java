package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.testing.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EnginesTest {
    private static final EngineSettings ONEDNN =
            new EngineSettings(EngineSettings.Name.ONEDNN, 1, Precision.FLOAT32);
    private static final EngineSettings ND4J =
            new EngineSettings(EngineSettings.Name.ND4J, 1, Precision.FLOAT32);

    @TempDir Path folder;

    /** Asks for oneDNN twice and computes. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            Engines.get(ONEDNN, DataType.FLOAT);
            Engine engine = Engines.get(ONEDNN, DataType.FLOAT);
            INDArray y = Nd4j.create(1, 1);
            engine.dense(
                    Nonlinearity.IDENTITY, Nd4j.ones(1, 3), Nd4j.ones(3, 1), Nd4j.ones(1, 1), y);
            System.out.println("engine " + engine.name() + ", result " + y.getDouble(0));
        }
    }

    @Test
    void theNamedEngineIsGiven() {
        assertThat(Engines.get(ONEDNN, DataType.FLOAT).name()).isEqualTo("onednn");
        assertThat(Engines.get(ND4J, DataType.FLOAT).name()).isEqualTo("nd4j");
        assertThat(Engines.get(ONEDNN, DataType.FLOAT))
                .isSameAs(Engines.get(ONEDNN, DataType.FLOAT));
    }

    @Test
    void onednnComputesWhereItsLibraryIs() {
        JavaProgram program =
                JavaProgram.run(folder, List.of(), JavaProgram.classPath(), Program.class);
        assertThat(program.output()).contains("engine onednn, result 4.0");
        assertThat(program.output()).doesNotContain("oneDNN does not load");
    }

    @Test
    void plainNd4jComputesWithOneWarningWhereOnednnsLibraryIsMissing() {
        assertWarnedFallback(without("dnnl-.*-linux.*\\.jar"));
    }

    @Test
    void plainNd4jComputesWithOneWarningWhereOnednnsClassesAreMissing() {
        assertWarnedFallback(without("dnnl-.*\\.jar"));
    }

    private void assertWarnedFallback(List<Path> classPath) {
        JavaProgram program = JavaProgram.run(folder, List.of(), classPath, Program.class);
        assertThat(program.exitCode()).as(program.output()).isZero();
        assertThat(program.output()).contains("engine nd4j, result 4.0");
        assertThat(program.output()).containsOnlyOnce("oneDNN does not load");
    }

    private static List<Path> without(String jar) {
        List<Path> all = JavaProgram.classPath();
        List<Path> rest =
                all.stream().filter(path -> !path.getFileName().toString().matches(jar)).toList();
        assertThat(rest).hasSizeLessThan(all.size());
        return rest;
    }
}
