package dev.hourglass.job;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.compression.RateDistortion;
import dev.hourglass.compression.RatePoint;
import dev.hourglass.compression.batch.WindowSample;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.report.RateDistortionCurves;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What a model that compresses loses at a few rates, beside linear transforms at the same: models
 * of any other kind have no such results.
 */
final class RateDistortionStep implements Step {
    @Override
    public String name() {
        return "rate-distortion";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("engine", EngineSettings.class);
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = TrainStep.model(context, dataset);
        if (!Codecs.isCodec(model)) {
            return Outcome.before(Map.of());
        }
        Results results = results(context, context.run(dataset));
        if (results.existAlready()) {
            return Outcome.before(summary(results));
        }
        if (EngineSettings.current().precision() != EngineSettings.Precision.FLOAT32) {
            return leftOut("codes are compared in float32, see engine.precision");
        }
        WindowSample windows;
        try (TaskProgress reading = new TaskProgress(context.spark(), name())) {
            windows = WindowSample.of(context.spark(), dataset);
        }
        if (windows.isEmpty()) {
            return leftOut("it needs windows of the train and the test split that are not flat");
        }
        NativeThreads.limit();
        try (CodecNetwork network =
                new CodecNetwork(
                        new ModelStore(context.store()).load(model), model.tensor().frequency())) {
            results.make(
                    (folder, progress) -> {
                        AtomicInteger done = new AtomicInteger();
                        return RateDistortion.measure(
                                network,
                                windows.training(),
                                windows.test(),
                                () ->
                                        progress.note(
                                                "%d of %d points"
                                                        .formatted(
                                                                done.incrementAndGet(),
                                                                RateDistortion.mostPoints())));
                    });
        }
        return Outcome.now(summary(results));
    }

    /** What was measured for this run, if it was, as the report shows it. */
    static Optional<RateDistortionCurves> curves(JobContext context, RunFolder run) {
        Results results = results(context, run);
        return results.exist()
                ? Optional.of(results.read(RateDistortion.class))
                        // Of very short windows no rate is reached.
                        .filter(measured -> !measured.points().isEmpty())
                        .map(RateDistortionStep::curves)
                : Optional.empty();
    }

    private static RateDistortionCurves curves(RateDistortion measured) {
        return new RateDistortionCurves(
                measured.trainingWindows(),
                measured.testWindows(),
                measured.samples(),
                byCoder(measured).entrySet().stream()
                        .map(
                                curve ->
                                        new RateDistortionCurves.Curve(
                                                shown(curve.getKey()),
                                                curve.getValue().stream()
                                                        .map(RateDistortionStep::shown)
                                                        .toList()))
                        .toList());
    }

    private static String shown(String coder) {
        return switch (coder) {
            case "dct", "pca" -> coder.toUpperCase(Locale.ROOT);
            default -> coder;
        };
    }

    private static RateDistortionCurves.Point shown(RatePoint point) {
        return new RateDistortionCurves.Point(
                point.ratio(), point.bitsPerSample(), point.prdn(), point.worstPrdn());
    }

    private static Map<String, List<RatePoint>> byCoder(RateDistortion measured) {
        return measured.points().stream()
                .collect(
                        Collectors.groupingBy(
                                RatePoint::coder, LinkedHashMap::new, Collectors.toList()));
    }

    private static Results results(JobContext context, RunFolder run) {
        return new Results(context, "rate-distortion", run.runId());
    }

    private static Outcome leftOut(String why) {
        Progress.say("rate-distortion: left out, " + why);
        return Outcome.before(Map.of());
    }

    private static Map<String, Object> summary(Results results) {
        Map<String, Map<Integer, Double>> prdn = new LinkedHashMap<>();
        byCoder(results.read(RateDistortion.class))
                .forEach(
                        (coder, points) -> {
                            Map<Integer, Double> byRatio = new LinkedHashMap<>();
                            points.forEach(point -> byRatio.put(point.ratio(), point.prdn()));
                            prdn.put(coder, byRatio);
                        });
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rate_distortion", results.metrics().toString());
        summary.put("prdn_by_ratio", prdn);
        return summary;
    }
}
