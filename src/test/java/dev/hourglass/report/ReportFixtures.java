package dev.hourglass.report;

import dev.hourglass.report.Artifacts.Rejection;
import dev.hourglass.report.Clustering.Cluster;
import dev.hourglass.report.Clustering.LabelCount;
import dev.hourglass.report.EmbeddingMap.Point;
import dev.hourglass.report.RateDistortionCurves.Curve;
import dev.hourglass.report.RunSummary.Score;
import dev.hourglass.report.RunSummary.Split;
import dev.hourglass.report.RunSummary.Step;
import dev.hourglass.report.RunSummary.Version;
import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Made-up runs, as a report shows them. */
final class ReportFixtures {
    private ReportFixtures() {}

    /** A run over digits in which everything was measured. */
    static ReportData digits() {
        Random random = new Random(7);
        List<String> labels = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        return new ReportData(
                summary(
                        "mnist",
                        Optional.of(new Score(0.00873214, OptionalDouble.of(0.02577))),
                        Optional.of(new Score(0.8312, OptionalDouble.of(0.5127))),
                        Optional.of(new Score(0.77121, OptionalDouble.of(0.4431)))),
                "loss",
                curve(20),
                Optional.empty(),
                SampleFixtures.DIGIT,
                IntStream.range(0, 10)
                        .mapToObj(i -> SampleFixtures.digit(i, 0.004 + 0.0007 * i, random))
                        .toList(),
                Optional.of(map(2000, labels, 10, random)),
                Optional.of(
                        clustering(
                                10,
                                labels,
                                i ->
                                        IntStream.range(0, 5)
                                                .mapToObj(
                                                        j ->
                                                                SampleFixtures.digit(i, 0, random)
                                                                        .original())
                                                .toList(),
                                random)),
                Optional.empty(),
                Optional.of(
                        errors(
                                IntStream.range(0, 10)
                                        .mapToObj(
                                                i ->
                                                        SampleFixtures.digit(
                                                                9 - i, 0.061 - 0.001 * i, random))
                                        .toList(),
                                random)),
                artifacts("mnist"));
    }

    /** A run over ECG windows whose clusters are more than its labels. */
    static ReportData ecg() {
        Random random = new Random(11);
        return new ReportData(
                summary(
                        "ecgsyn",
                        Optional.of(new Score(0.0001873, OptionalDouble.of(0.000412))),
                        Optional.of(new Score(0.6172, OptionalDouble.empty())),
                        Optional.of(new Score(0.5209, OptionalDouble.empty()))),
                "loss",
                curve(60),
                Optional.of(rateDistortion()),
                SampleFixtures.BEAT,
                IntStream.range(0, 6)
                        .mapToObj(i -> SampleFixtures.beat(i, 0.0002 + 0.0001 * i, random))
                        .toList(),
                Optional.of(map(1500, SampleFixtures.RHYTHMS, 8, random)),
                Optional.of(
                        clustering(
                                8,
                                SampleFixtures.RHYTHMS,
                                i ->
                                        IntStream.range(0, 3)
                                                .mapToObj(
                                                        j ->
                                                                SampleFixtures.beat(i, 0, random)
                                                                        .original())
                                                .toList(),
                                random)),
                Optional.empty(),
                Optional.of(
                        errors(
                                IntStream.range(0, 4)
                                        .mapToObj(
                                                i ->
                                                        SampleFixtures.beat(
                                                                i, 0.0121 - 0.001 * i, random))
                                        .toList(),
                                random)),
                artifacts("ecgsyn"));
    }

    /** A run of which nothing is known but that it was. */
    static ReportData bare() {
        return new ReportData(
                new RunSummary(
                        "20260101T120000Z-bare",
                        "bare",
                        Instant.parse("2026-01-01T12:00:00Z"),
                        List.of(),
                        List.of(),
                        "MSE",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "none",
                        List.of(),
                        ""),
                "loss",
                List.of(),
                Optional.empty(),
                SampleFixtures.DIGIT,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Artifacts(
                        "datasets/bare",
                        "models/bare/1",
                        "embeddings/bare",
                        Optional.empty(),
                        0,
                        List.of()));
    }

    /** A run of which every text is the given one. */
    static ReportData saying(String text) {
        float[] pixels = {0, 0.3f, 0.6f, 1};
        Sample sample = new Sample(text, Optional.of(text), pixels);
        Reconstruction reconstruction = new Reconstruction(sample, pixels, 0.5);
        return new ReportData(
                new RunSummary(
                        text,
                        text,
                        Instant.EPOCH,
                        List.of(new Step(text, 1)),
                        List.of(new Split(text, 1)),
                        text,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        text,
                        List.of(new Version(text, text)),
                        text),
                text,
                List.of(new EpochLoss(1, 0.5, OptionalDouble.empty())),
                Optional.of(
                        new RateDistortionCurves(
                                1,
                                1,
                                4,
                                List.of(
                                        new Curve(
                                                text,
                                                List.of(
                                                        new RateDistortionCurves.Point(
                                                                16, 0.7, 9, 20)))))),
                new TensorSpec(DType.FLOAT32, List.of(2, 2), "WC", 1, 0, text, 0),
                List.of(reconstruction),
                Optional.of(
                        new EmbeddingMap(
                                List.of(new Point(1, 1, Optional.of(text), OptionalInt.of(0))))),
                Optional.of(
                        new Clustering(
                                text,
                                List.of(new Cluster(0, 1, 0.1, List.of(sample), List.of(sample))),
                                List.of(new LabelCount(text, 0, 1)),
                                Optional.empty())),
                Optional.of(RecommendationFixtures.saying(text)),
                Optional.of(
                        new ErrorDistribution(
                                text,
                                List.of(0.0, 1.0),
                                List.of(1L),
                                0.5,
                                0.5,
                                0.5,
                                List.of(reconstruction))),
                new Artifacts(
                        text,
                        text,
                        text,
                        Optional.of(text),
                        1,
                        List.of(new Rejection(text, Optional.of(text), text))));
    }

    /** Points scattered around a centre a label, in some of the clusters. */
    static EmbeddingMap map(int points, List<String> labels, int k, Random random) {
        List<Point> scattered = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            int label = i % labels.size();
            double angle = 2 * Math.PI * label / labels.size();
            boolean astray = random.nextDouble() < 0.15;
            scattered.add(
                    new Point(
                            5 * Math.cos(angle) + random.nextGaussian(),
                            4 * Math.sin(2 * angle + 0.4) + random.nextGaussian(),
                            Optional.of(labels.get(label)),
                            OptionalInt.of(astray ? random.nextInt(k) : label % k)));
        }
        return new EmbeddingMap(scattered);
    }

    /** Clusters most of which follow a label. */
    static Clustering clustering(
            int k, List<String> labels, IntFunction<List<Sample>> nearest, Random random) {
        List<LabelCount> counts = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            for (int cluster = 0; cluster < k; cluster++) {
                boolean match = (cluster * 7 + 3) % k % labels.size() == label;
                int rows = match ? 4200 + random.nextInt(1500) : random.nextInt(400) - 200;
                if (rows > 0) {
                    counts.add(new LabelCount(labels.get(label), cluster, rows));
                }
            }
        }
        List<Cluster> clusters =
                IntStream.range(0, k)
                        .mapToObj(
                                id ->
                                        new Cluster(
                                                id,
                                                counts.stream()
                                                        .filter(count -> count.cluster() == id)
                                                        .mapToLong(LabelCount::rows)
                                                        .sum(),
                                                1.2 + random.nextDouble(),
                                                nearest.apply(id),
                                                nearest.apply((id + 1) % k)))
                        .toList();
        return new Clustering("k-means", clusters, counts, Optional.empty());
    }

    private static RunSummary summary(
            String name,
            Optional<Score> testError,
            Optional<Score> accuracy,
            Optional<Score> mutualInformation) {
        return new RunSummary(
                "20260314T091502Z-" + name,
                name,
                Instant.parse("2026-03-14T09:15:02Z"),
                List.of(
                        new Step("ingest", 21.42),
                        new Step("train", 412.77),
                        new Step("embed", 18.091),
                        new Step("cluster", 9.6)),
                List.of(
                        new Split("train", 54_032),
                        new Split("validation", 5_968),
                        new Split("test", 10_000)),
                "MSE",
                testError,
                accuracy,
                mutualInformation,
                "9f2c64ab10d7e35582b1f0c3d4a6978e",
                List.of(
                        new Version("Hourglass", "0.1.0"),
                        new Version("Spark", "3.5.9"),
                        new Version("DL4J", "1.0.0-M2"),
                        new Version("Java", "17.0.15")),
                """
                name = "%s"
                network {
                  architecture = dense
                  bottleneck = 10
                  dense.widths = [500, 500, 2000]
                }
                training { epochs = 20, batch = 256, learning-rate = 0.001 }
                """
                        .formatted(name));
    }

    private static List<EpochLoss> curve(int epochs) {
        return IntStream.rangeClosed(1, epochs)
                .mapToObj(
                        epoch -> {
                            double loss = 0.0085 + 0.09 * Math.exp(-epoch * 8.0 / epochs);
                            return new EpochLoss(
                                    epoch,
                                    loss * 0.95,
                                    OptionalDouble.of(loss * 1.02 + 2e-5 * epoch));
                        })
                .toList();
    }

    /** The second coder does not come to the lowest rate. */
    static RateDistortionCurves rateDistortion() {
        List<String> names = List.of("network", "wavelet", "DCT", "PCA");
        List<Integer> ratios = List.of(64, 48, 32, 24, 16);
        return new RateDistortionCurves(
                3000,
                1000,
                2000,
                IntStream.range(0, names.size())
                        .mapToObj(
                                i ->
                                        new Curve(
                                                names.get(i),
                                                ratios.stream()
                                                        .filter(ratio -> i != 1 || ratio < 64)
                                                        .map(ratio -> point(ratio, 1 + 0.1 * i))
                                                        .toList()))
                        .toList());
    }

    private static RateDistortionCurves.Point point(int ratio, double factor) {
        double bits = 11.0 / ratio;
        double prdn = factor * (3 + 1.8 / bits);
        return new RateDistortionCurves.Point(ratio, bits, prdn, 3 * prdn);
    }

    private static ErrorDistribution errors(List<Reconstruction> worst, Random random) {
        double[] draws =
                random.doubles(10_000)
                        .map(uniform -> 0.004 - 0.005 * Math.log(uniform) * (0.4 + uniform))
                        .sorted()
                        .toArray();
        double width = draws[draws.length - 1] / 40;
        long[] counts = new long[40];
        for (double draw : draws) {
            counts[(int) Math.min(39, draw / width)]++;
        }
        return new ErrorDistribution(
                "test",
                IntStream.rangeClosed(0, 40).mapToObj(edge -> edge * width).toList(),
                LongStream.of(counts).boxed().toList(),
                DoubleStream.of(draws).average().orElseThrow(),
                draws[5_000],
                draws[9_500],
                worst);
    }

    private static Artifacts artifacts(String name) {
        return new Artifacts(
                "s3a://lake/hourglass/datasets/" + name,
                "s3a://lake/hourglass/models/" + name + "/3",
                "s3a://lake/hourglass/embeddings/" + name,
                Optional.of("s3a://lake/hourglass/results/cluster/20260314T091502Z-" + name),
                1_204,
                List.of(
                        new Rejection(
                                "raw/images/cats/0017.png",
                                Optional.of("byte 16"),
                                "The header promises 3 gigapixels"),
                        new Rejection(
                                "raw/images/cats/0044.png",
                                Optional.empty(),
                                "The file is empty")));
    }
}
