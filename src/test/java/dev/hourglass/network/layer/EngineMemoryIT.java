package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.testing.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class EngineMemoryIT {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** All of it touched at once, so that what grows later is not the heap. */
    private static final List<String> FIXED_HEAP =
            List.of("-Xms300m", "-Xmx300m", "-XX:+AlwaysPreTouch");

    private static final long ALLOWED_KIB = 24 * 1024;

    @TempDir Path folder;

    /** Prints the growth of its resident memory over ten thousand steps, in KiB. */
    static final class Program {
        private static final int WARM_UP = 4_000;
        private static final int STEPS = 10_000;
        private static final int LARGEST_BATCH = 60;
        private static final int USUAL_SIZES = 4;
        private static final int RARE = 100;

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            NativeThreads.limit();
            MultiLayerNetwork network =
                    new MultiLayerNetwork(SmallAutoencoder.network(EngineSettings.Name.ONEDNN));
            network.init();
            Random random = new Random(2);
            INDArray data =
                    Pass.gaussian(
                            DataType.FLOAT,
                            random,
                            LARGEST_BATCH,
                            SmallAutoencoder.IMAGE.elements());
            train(network, data, WARM_UP, random);
            long before = residentKib();
            train(network, data, STEPS, random);
            System.out.println("score " + network.score());
            System.out.println("grown by " + (residentKib() - before));
        }

        private static void train(
                MultiLayerNetwork network, INDArray data, int steps, Random random) {
            for (int i = 0; i < steps; i++) {
                // Few sizes, as in training, and now and then a new one, for which others must go.
                int sizes = i % RARE == 0 ? LARGEST_BATCH : USUAL_SIZES;
                INDArray rows =
                        data.get(
                                NDArrayIndex.interval(0, 1 + random.nextInt(sizes)),
                                NDArrayIndex.all());
                network.fit(rows, rows);
            }
        }

        private static long residentKib() throws IOException {
            String line =
                    Files.readAllLines(STATUS).stream()
                            .filter(text -> text.startsWith("VmRSS:"))
                            .findFirst()
                            .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    @Test
    void memoryStaysFlatOverTenThousandStepsOfChangingBatches() {
        assumeThat(STATUS).as("where the resident memory can be read").exists();
        JavaProgram program =
                JavaProgram.run(folder, FIXED_HEAP, JavaProgram.classPath(), Program.class);
        assertThat(program.exitCode()).as(program.output()).isZero();
        assertThat(program.output()).doesNotContain("score NaN");
        String grown = program.output().replaceFirst("(?s).*grown by (-?\\d+).*", "$1");
        assertThat(Long.parseLong(grown)).as("KiB").isLessThan(ALLOWED_KIB);
    }
}
