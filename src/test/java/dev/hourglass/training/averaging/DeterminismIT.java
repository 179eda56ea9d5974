package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.JavaProgram;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.TrainingSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The bits of a trained model do not tell how many threads there were. */
@ExtendWith(SharedSpark.class)
class DeterminismIT {
    private static final TrainingSettings SETTINGS =
            Trainings.settings(
                    3, 4, 2, 0.01, "averaging.outer-rate=0.7", "averaging.outer-momentum=0.9");

    @TempDir private Path folder;

    /** The same training in a JVM with a single thread for tasks. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            try (SparkSession spark =
                    SparkSession.builder()
                            .master("local[1]")
                            .config("spark.ui.enabled", "false")
                            .config("spark.driver.host", "127.0.0.1")
                            .config("spark.driver.bindAddress", "127.0.0.1")
                            .getOrCreate()) {
                TensorDataset dataset =
                        TensorDataset.open(
                                Datasets.store(Path.of(System.getProperty("store"))),
                                Datasets.NAME);
                System.out.println("weights " + digest(spark, dataset));
            }
        }
    }

    @Test
    void oneThreadGivesTheBitsOfTwo(SparkSession spark) {
        TensorDataset dataset = Averagings.dataset(folder.resolve("store"), 20, 9, 0, 15, 4);
        String here = digest(spark, dataset);
        JavaProgram program =
                JavaProgram.run(
                        folder,
                        List.of("-Dstore=" + folder.resolve("store")),
                        JavaProgram.classPath(),
                        Program.class);
        assertThat(program.exitCode()).as(program.output()).isZero();
        assertThat(program.output()).containsOnlyOnce("weights " + here);
    }

    private static String digest(SparkSession spark, TensorDataset dataset) {
        float[] parameters =
                Averagings.train(spark, dataset, SETTINGS, new RecordedTraining()).parameters();
        ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES);
        bytes.asFloatBuffer().put(parameters);
        return DigestUtils.sha256Hex(bytes.array());
    }
}
