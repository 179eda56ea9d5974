package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.Nd4jEngine;
import dev.hourglass.network.onednn.OnednnEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines of this JVM. */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

    private Engines() {}

    /** The engine that the settings name; plain ND4J where oneDNN's library does not load. */
    public static Engine get(EngineSettings settings) {
        return switch (settings.name()) {
            case ONEDNN -> Onednn.ENGINE;
            case ND4J -> Plain.ENGINE;
        };
    }

    private static final class Onednn {
        static final Engine ENGINE = load();

        private static Engine load() {
            try {
                return new OnednnEngine();
            } catch (LinkageError e) {
                LOG.warn(
                        "oneDNN does not load on {} {} ({}): layers are computed by plain ND4J,"
                                + " which is many times slower. Put org.bytedeco:dnnl for this"
                                + " platform on the class path, or set engine.name=nd4j to do"
                                + " without it.",
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        cause(e));
                return Plain.ENGINE;
            }
        }

        private static Throwable cause(LinkageError error) {
            return error.getCause() == null ? error : error.getCause();
        }
    }

    private static final class Plain {
        static final Engine ENGINE = new Nd4jEngine();
    }
}
