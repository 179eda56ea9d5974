package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkReplicaTest {
    @Test
    void operationsAreCountedAsOneCountsThemByHand() {
        NetworkSpec spec =
                Specs.dense(
                        List.of(5),
                        List.of(4),
                        false,
                        2,
                        HiddenActivation.RELU,
                        Normalisation.NONE);
        try (BenchmarkReplica replica = new BenchmarkReplica(spec, 3)) {
            // Forward and for the weights' gradients: 5·4 + 4·2 + 2·4 + 4·5 multiplications; for
            // the inputs' gradients the same without the first layer's.
            assertThat(replica.trainingFlops()).isEqualTo(2.0 * (56 + 56 + 36));
            replica.train();
            replica.encode();
            replica.multiply();
        }
    }
}
