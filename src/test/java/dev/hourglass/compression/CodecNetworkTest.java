package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import org.junit.jupiter.api.Test;

class CodecNetworkTest {
    private static final String PRECISION = "spark.hourglass.engine.precision";

    @Test
    void anEngineThatMultipliesLessThanFloat32IsRefused() {
        String before = System.setProperty(PRECISION, "float32");
        try (Autoencoder autoencoder = Autoencoder.initial(Specs.codec(64), 1)) {
            System.setProperty(PRECISION, "bf16");
            assertThatThrownBy(() -> new CodecNetwork(autoencoder))
                    .isInstanceOf(HourglassException.class)
                    .hasMessageContaining("the engine multiplies BF16")
                    .hasMessageEndingWith("(engine.precision): set engine.precision = float32")
                    .extracting("code")
                    .isEqualTo(ErrorCode.CONFIGURATION);
        } finally {
            if (before == null) {
                System.clearProperty(PRECISION);
            } else {
                System.setProperty(PRECISION, before);
            }
        }
    }
}
