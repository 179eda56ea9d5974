package dev.hourglass.job;

import dev.hourglass.compression.batch.CodecPool;
import dev.hourglass.compression.batch.CompressionSettings;
import dev.hourglass.config.Configuration;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.source.SignalScale;
import java.util.List;

/** The models that compress. */
final class Codecs {
    private Codecs() {}

    /** The section {@code compression}; requires an engine that keeps its promises. */
    static CompressionSettings check(Configuration configuration) {
        if (configuration.section("engine", EngineSettings.class).precision()
                == EngineSettings.Precision.BF16) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Records come back otherwise where bfloat16 is multiplied",
                    "engine.precision = bf16",
                    "set engine.precision=float32");
        }
        return configuration.section("compression", CompressionSettings.class);
    }

    /**
     * The model that the configuration names.
     *
     * @throws HourglassException with MISSING_INPUT where there is none, with CONFIGURATION where
     *     it was not trained to compress or has windows too short for their overlap
     */
    static ModelManifest model(JobContext context, CompressionSettings settings) {
        ModelStore models = new ModelStore(context.store());
        String name = context.common().name();
        ModelManifest model =
                settings.version() == null
                        ? models.requireNewest(name)
                        : models.requireVersion(name, settings.version());
        if (model.network().settings().rateWeight() == null) {
            throw unusable(
                    "The model's codes were not trained to be rounded",
                    model.id() + ", network.rate-weight = null",
                    "train one with network.rate-weight");
        }
        List<Integer> shape = model.network().shape();
        if (!isOfStandardisedWindows(model)) {
            throw unusable(
                    "The model was not trained on standardised windows of one lead",
                    "%s, samples of shape %s in %s"
                            .formatted(model.id(), shape, model.tensor().unit()),
                    "ingest with source=wfdb wfdb.standardise=true, and train again");
        }
        if (settings.overlap() > shape.get(0) / 2) {
            throw unusable(
                    "Windows share more than half of their samples",
                    "compression.overlap = %d, windows of %d samples"
                            .formatted(settings.overlap(), shape.get(0)),
                    "give a smaller overlap");
        }
        return model;
    }

    /** Whether a model is one that the above does not refuse, whatever the overlap. */
    static boolean isCodec(ModelManifest model) {
        return model.network().settings().rateWeight() != null && isOfStandardisedWindows(model);
    }

    /** Whether it was trained on such windows, of one lead. */
    private static boolean isOfStandardisedWindows(ModelManifest model) {
        List<Integer> shape = model.network().shape();
        return shape.size() == 2
                && shape.get(1) == 1
                && model.tensor().unit().equals(SignalScale.UNIT);
    }

    /** The model on its way to the executors. */
    static CodecPool pool(JobContext context, ModelManifest model) {
        NativeThreads.limit();
        try (Autoencoder autoencoder = new ModelStore(context.store()).load(model)) {
            return new CodecPool(context.spark(), model, autoencoder);
        }
    }

    private static HourglassException unusable(String what, String where, String mend) {
        return new HourglassException(ErrorCode.CONFIGURATION, what, where, mend);
    }
}
