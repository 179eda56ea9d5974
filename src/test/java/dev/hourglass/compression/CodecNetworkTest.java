package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.EngineSettings.Precision;
import org.junit.jupiter.api.Test;

class CodecNetworkTest {
    @Test
    void anEngineThatMultipliesLessThanFloat32IsRefused() {
        assertThatThrownBy(() -> CodecNetwork.requirePrecision(Precision.BF16))
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("the engine multiplies BF16")
                .hasMessageEndingWith("(engine.precision): set engine.precision = float32")
                .extracting("code")
                .isEqualTo(ErrorCode.CONFIGURATION);
        assertThatCode(() -> CodecNetwork.requirePrecision(Precision.FLOAT32))
                .doesNotThrowAnyException();
    }
}
