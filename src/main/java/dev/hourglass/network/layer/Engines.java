package dev.hourglass.network.layer;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.Nd4jEngine;
import dev.hourglass.network.onednn.OnednnEngine;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines of this JVM. */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

    private Engines() {}

    /** The engine of this JVM's settings, for float32. */
    public static Engine current() {
        return get(EngineSettings.current(), DataType.FLOAT);
    }

    /**
     * The engine that the settings name; plain ND4J where oneDNN's library does not load, and for
     * other types than float32, which oneDNN does not compute.
     *
     * @param type of the networks' numbers
     * @throws HourglassException with CONFIGURATION where the processor does not multiply numbers
     *     of the precision asked for
     */
    public static Engine get(EngineSettings settings, DataType type) {
        Engine engine =
                type == DataType.FLOAT && settings.name() == EngineSettings.Name.ONEDNN
                        ? Onednn.ENGINES.get(settings.precision())
                        : Plain.ENGINE;
        boolean able =
                settings.precision() == Precision.FLOAT32
                        || engine != Plain.ENGINE && OnednnEngine.supports(settings.precision());
        if (!able) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "This engine on this processor does not multiply bfloat16",
                    "engine.precision = bf16; " + engine.description(),
                    "leave engine.precision at float32");
        }
        return engine;
    }

    private static final class Onednn {
        static final Map<Precision, Engine> ENGINES = load();

        private static Map<Precision, Engine> load() {
            try {
                return engines(OnednnEngine::new);
            } catch (LinkageError e) {
                LOG.warn(
                        "oneDNN does not load on {} {} ({}): layers are computed by plain ND4J,"
                                + " which is many times slower. Put org.bytedeco:dnnl for this"
                                + " platform on the class path, or set engine.name=nd4j to do"
                                + " without it.",
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        cause(e));
                return engines(precision -> Plain.ENGINE);
            }
        }

        private static Map<Precision, Engine> engines(Function<Precision, Engine> maker) {
            return Arrays.stream(Precision.values())
                    .collect(Collectors.toMap(precision -> precision, maker));
        }

        private static Throwable cause(LinkageError error) {
            return error.getCause() == null ? error : error.getCause();
        }
    }

    private static final class Plain {
        static final Engine ENGINE = new Nd4jEngine();
    }
}
