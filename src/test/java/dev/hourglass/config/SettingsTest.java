package dev.hourglass.config;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.embedding.DriftLimits;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.embedding.NightlySettings;
import dev.hourglass.embedding.RetentionSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.OutputActivation;
import dev.hourglass.network.Padding;
import dev.hourglass.network.Preset;
import dev.hourglass.network.SignalPreset;
import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.recommendation.ItemSettings;
import dev.hourglass.recommendation.RecommendSettings;
import dev.hourglass.recommendation.rating.RatingSettings;
import dev.hourglass.report.ReportSettings;
import dev.hourglass.search.SearchSettings;
import dev.hourglass.source.IdxSettings;
import dev.hourglass.source.ImageFolderSettings;
import dev.hourglass.source.RatingsSettings;
import dev.hourglass.source.RatingsSettings.Format;
import dev.hourglass.source.RatingsSettings.Rows;
import dev.hourglass.source.WfdbSettings;
import dev.hourglass.source.WfdbSettings.Segmentation;
import dev.hourglass.source.synthetic.EcgsynSettings;
import dev.hourglass.source.synthetic.GlyphsSettings;
import dev.hourglass.source.synthetic.Rhythm;
import dev.hourglass.testing.Clusterings;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.TrainingSettings.Averaging;
import dev.hourglass.training.TrainingSettings.EarlyStopping;
import dev.hourglass.training.TrainingSettings.Master;
import dev.hourglass.training.TrainingSettings.OptimizerName;
import dev.hourglass.training.TrainingSettings.Schedule;
import dev.hourglass.training.TrainingSettings.Schedule.Shape;
import dev.hourglass.training.averaging.CheckpointSettings;
import dev.hourglass.training.averaging.LimitSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every section of reference.conf, bound to its record: as it stands, and with each key set. */
class SettingsTest {
    @Test
    void everyKeyOfASectionIsAComponentOfItsRecordAndTheReverse() {
        // Binding refuses unknown keys, so that what is left to show is that none is missing.
        assertKeys("ingest", IngestSettings.class);
        assertKeys("network", NetworkSettings.class);
        assertKeys("network.dense", NetworkSettings.Dense.class);
        assertKeys("network.conv2d", NetworkSettings.Conv2d.class);
        assertKeys("network.conv1d", NetworkSettings.Conv1d.class);
        assertKeys("network.lapped", NetworkSettings.Lapped.class);
        assertKeys("network.variational", NetworkSettings.Variational.class);
        assertKeys("training", TrainingSettings.class);
        assertKeys("embed", EmbedSettings.class);
        assertKeys("embedding", EmbeddingSettings.class);
        assertKeys("nightly", NightlySettings.class);
        assertKeys("nightly.drift", DriftLimits.class);
        assertKeys("nightly.keep", RetentionSettings.class);
        assertKeys("cluster", ClusterSettings.class);
        assertKeys("search", SearchSettings.class);
        assertKeys("recommend", RecommendSettings.class);
        assertKeys("recommend.items", ItemSettings.class);
        assertKeys("rating", RatingSettings.class);
        assertKeys("report", ReportSettings.class);
        assertKeys("idx", IdxSettings.class);
        assertKeys("images", ImageFolderSettings.class);
        assertKeys("wfdb", WfdbSettings.class);
        assertKeys("ratings", RatingsSettings.class);
        assertKeys("ecgsyn", EcgsynSettings.class);
        assertKeys("glyphs", GlyphsSettings.class);
    }

    @Test
    void ingest() {
        assertThat(Configurations.of().section("ingest", IngestSettings.class))
                .isEqualTo(new IngestSettings(4, 0.01, true, 0.1, 0.1, 32 << 20));
        assertThat(
                        Configurations.of(
                                        "ingest={shards=1, max-rejected=1, validation=0, test=0.99,"
                                                + " row-group-bytes=65536}")
                                .section("ingest", IngestSettings.class))
                .isEqualTo(new IngestSettings(1, 1, true, 0, 0.99, 65_536));
    }

    @Test
    void training() {
        assertThat(Configurations.of().section("training", TrainingSettings.class))
                .isEqualTo(
                        new TrainingSettings(
                                Master.HOURGLASS,
                                10,
                                64,
                                OptimizerName.ADAM,
                                0.001,
                                0.9,
                                0,
                                null,
                                new Schedule(Shape.CONSTANT, 0, 10, 0.1, 0),
                                10,
                                new Averaging(0, null, 1, 0),
                                new EarlyStopping(null, 0)));
        assertThat(
                        Configurations.of(
                                        "training={master=dl4j, epochs=1, batch=2, optimizer=adamw,"
                                                + " learning-rate=1e-2, momentum=0.5, weight-decay=0.1,"
                                                + " clip-norm=2, schedule={shape=cosine, warm-up-steps=3,"
                                                + " step-epochs=4, step-factor=0.5, end=0.25}, local-steps=3,"
                                                + " averaging={warm-up-rounds=5, growth-epochs=6,"
                                                + " outer-rate=0.7, outer-momentum=0.8},"
                                                + " early-stopping={patience=7, minimum-gain=0.01}}")
                                .section("training", TrainingSettings.class))
                .isEqualTo(
                        new TrainingSettings(
                                Master.DL4J,
                                1,
                                2,
                                OptimizerName.ADAMW,
                                0.01,
                                0.5,
                                0.1,
                                2.0,
                                new Schedule(Shape.COSINE, 3, 4, 0.5, 0.25),
                                3,
                                new Averaging(5, 6, 0.7, 0.8),
                                new EarlyStopping(7, 0.01)));
    }

    @Test
    void checkpointsAndLimits() {
        assertThat(Configurations.of().section("checkpoint", CheckpointSettings.class))
                .isEqualTo(new CheckpointSettings(null, 10.0, 2));
        assertThat(
                        Configurations.of("checkpoint={rounds=3, minutes=null, keep=1}")
                                .section("checkpoint", CheckpointSettings.class))
                .isEqualTo(new CheckpointSettings(3, null, 1));
        assertThat(
                        Configurations.of("limit.round-minutes=0.5")
                                .section("limit", LimitSettings.class))
                .isEqualTo(new LimitSettings(0.5));
    }

    @Test
    void network() {
        NetworkSettings defaults = Configurations.of().section("network", NetworkSettings.class);
        assertThat(defaults.architecture()).isEqualTo(Architecture.DENSE);
        assertThat(defaults.bottleneck()).isEqualTo(10);
        assertThat(defaults.output()).isEqualTo(OutputActivation.SIGMOID);
        assertThat(defaults.normalisation()).isEqualTo(NormalisationMethod.NONE);
        assertThat(defaults.dense())
                .isEqualTo(
                        new NetworkSettings.Dense(
                                List.of(500, 250), false, HiddenActivation.RELU, null));
        assertThat(defaults.conv2d().preset()).isNull();
        assertThat(defaults.conv2d().blocks()).hasSize(2);
        assertThat(defaults.conv2d().code()).isEqualTo(Code.DENSE);
        assertThat(defaults.conv1d().preset()).isNull();
        assertThat(defaults.conv1d().blocks()).hasSize(3);
        assertThat(defaults.conv1d().code()).isEqualTo(Code.CONVOLUTIONAL);
        List<Block> blocks = List.of(new Block(7, 5, 3, Padding.VALID));
        String block = "blocks=[{filters=7, kernel=5, stride=3, padding=valid}], ";
        assertThat(
                        Configurations.of(
                                        "network={architecture=conv1d, bottleneck=3, normalisation=standardise,"
                                                + " output=identity, initial-weights=glorot, rate-weight=0.25,"
                                                + " dense={widths=[], tied=true,"
                                                + " activation=leaky-relu}, conv2d={preset=dcec, "
                                                + block
                                                + "code=convolutional, activation=elu}, conv1d={preset=yildirim, "
                                                + block
                                                + "code=dense, activation=tanh}, lapped={stride=16,"
                                                + " channels=7, kernel=64, hidden=9, hidden-kernel=3,"
                                                + " activation=elu}}")
                                .section("network", NetworkSettings.class))
                .isEqualTo(
                        new NetworkSettings(
                                Architecture.CONV1D,
                                3,
                                NormalisationMethod.STANDARDISE,
                                OutputActivation.IDENTITY,
                                NetworkSettings.InitialWeights.GLOROT,
                                0.25,
                                new NetworkSettings.Dense(
                                        List.of(), true, HiddenActivation.LEAKY_RELU, null),
                                new NetworkSettings.Conv2d(
                                        Preset.DCEC,
                                        blocks,
                                        Code.CONVOLUTIONAL,
                                        HiddenActivation.ELU),
                                new NetworkSettings.Conv1d(
                                        SignalPreset.YILDIRIM,
                                        blocks,
                                        Code.DENSE,
                                        HiddenActivation.TANH),
                                new NetworkSettings.Lapped(16, 7, 64, 9, 3, HiddenActivation.ELU),
                                null,
                                null,
                                null));
        assertThat(
                        Configurations.of(
                                        "network={output=identity, normalisation=unit-length,"
                                                + " loss=multinomial, input-dropout=0.5,"
                                                + " variational={beta=0.2, annealing-steps=70}}")
                                .section("network", NetworkSettings.class))
                .returns(NormalisationMethod.UNIT_LENGTH, NetworkSettings::normalisation)
                .returns(LossFunction.MULTINOMIAL, NetworkSettings::loss)
                .returns(0.5, NetworkSettings::inputDropout)
                .returns(new NetworkSettings.Variational(0.2, 70), NetworkSettings::variational);
    }

    @Test
    void cluster() {
        assertThat(Configurations.of().section("cluster", ClusterSettings.class))
                .isEqualTo(Clusterings.settings(ClusterSettings.Method.KMEANS, 10, 5, 100));
        assertThat(
                        Configurations.of("cluster={method=gmm, k=2, restarts=1, max-iterations=3}")
                                .section("cluster", ClusterSettings.class))
                .isEqualTo(Clusterings.settings(ClusterSettings.Method.GMM, 2, 1, 3));
    }

    @Test
    void embed() {
        assertThat(Configurations.of().section("embed", EmbedSettings.class))
                .isEqualTo(new EmbedSettings(null, 256, false));
        assertThat(
                        Configurations.of(
                                        "embed={date=2026-11-23, batch=1, reconstruction-error=true}")
                                .section("embed", EmbedSettings.class))
                .isEqualTo(new EmbedSettings("2026-11-23", 1, true));
    }

    @Test
    void embedding() {
        assertThat(Configurations.of().section("embedding", EmbeddingSettings.class))
                .isEqualTo(
                        new EmbeddingSettings(
                                EmbeddingSettings.Format.PARQUET, 128 << 20, List.of()));
        assertThat(
                        Configurations.of("embedding={file-bytes=65536, sort-by=[label, id]}")
                                .section("embedding", EmbeddingSettings.class))
                .isEqualTo(
                        new EmbeddingSettings(
                                EmbeddingSettings.Format.PARQUET, 65_536, List.of("label", "id")));
    }

    @Test
    void embeddingsInADeltaTableHaveNoOrder() {
        assertThat(
                        Configurations.of("embedding.format=delta")
                                .section("embedding", EmbeddingSettings.class)
                                .format())
                .isEqualTo(EmbeddingSettings.Format.DELTA);
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        Configurations.of("embedding={format=delta, sort-by=[id]}")
                                                .section("embedding", EmbeddingSettings.class)))
                .hasMessageContaining("embedding.sort-by = [id]");
    }

    @Test
    void nightly() {
        assertThat(Configurations.of().section("nightly", NightlySettings.class))
                .isEqualTo(
                        new NightlySettings(
                                null,
                                0,
                                new DriftLimits(0.25, 0.05, 0.25, 0),
                                new RetentionSettings(null, 7, 2)));
        assertThat(
                        Configurations.of(
                                        "nightly={version=3, wait-minutes=0.5, drift.error=null,"
                                                + " keep={days=30, partitions=1, versions=1}}")
                                .section("nightly", NightlySettings.class))
                .isEqualTo(
                        new NightlySettings(
                                3,
                                0.5,
                                new DriftLimits(null, 0.05, 0.25, 0),
                                new RetentionSettings(30, 1, 1)));
    }

    @Test
    void report() {
        assertThat(Configurations.of().section("report", ReportSettings.class))
                .isEqualTo(new ReportSettings(2000, 10));
        assertThat(
                        Configurations.of("report={map-points=100, samples=1}")
                                .section("report", ReportSettings.class))
                .isEqualTo(new ReportSettings(100, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"idx", "images"})
    void whatASourceCannotDoWithoutIsAskedFor(String section) {
        Class<?> type = section.equals("idx") ? IdxSettings.class : ImageFolderSettings.class;
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> Configurations.of().section(section, type)))
                .hasMessageContaining(section + ".");
    }

    @Test
    void idx() {
        assertThat(
                        Configurations.of(
                                        "idx={train-images=a, train-labels=b, test-images=c, test-labels=d}")
                                .section("idx", IdxSettings.class))
                .isEqualTo(new IdxSettings("a", "b", "c", "d"));
    }

    @Test
    void images() {
        assertThat(Configurations.of("images.path=a").section("images", ImageFolderSettings.class))
                .isEqualTo(
                        new ImageFolderSettings(
                                "a",
                                null,
                                64,
                                64,
                                ImageFolderSettings.Colour.GREY,
                                ImageFolderSettings.Fit.RESIZE,
                                50_000_000));
        assertThat(
                        Configurations.of(
                                        "images={path=a, test-path=b, width=1, height=2, colour=rgb, fit=crop,"
                                                + " max-pixels=3}")
                                .section("images", ImageFolderSettings.class))
                .isEqualTo(
                        new ImageFolderSettings(
                                "a",
                                "b",
                                1,
                                2,
                                ImageFolderSettings.Colour.RGB,
                                ImageFolderSettings.Fit.CROP,
                                3));
    }

    @Test
    void wfdb() {
        assertThat(Configurations.of().section("wfdb", WfdbSettings.class))
                .isEqualTo(
                        new WfdbSettings(
                                null,
                                null,
                                Segmentation.WINDOWS,
                                2000,
                                2000,
                                90,
                                110,
                                false,
                                false,
                                "atr"));
        assertThat(
                        Configurations.of(
                                        "wfdb={path=p, lead=V5, segment=beats, window=1, stride=2, before=3,"
                                                + " after=4, standardise=true, unit-range=false, annotator=qrs}")
                                .section("wfdb", WfdbSettings.class))
                .isEqualTo(
                        new WfdbSettings(
                                "p", "V5", Segmentation.BEATS, 1, 2, 3, 4, true, false, "qrs"));
    }

    @Test
    void ecgsyn() {
        assertThat(Configurations.of().section("ecgsyn", EcgsynSettings.class))
                .isEqualTo(
                        new EcgsynSettings(
                                100, 60, 360, 2000, List.of(Rhythm.values()), 0.02, 0.1));
        assertThat(
                        Configurations.of(
                                        "ecgsyn={records=1, seconds=2, frequency=100, window=150,"
                                                + " rhythms=[atrial-fibrillation], noise=0, baseline-wander=1.5}")
                                .section("ecgsyn", EcgsynSettings.class))
                .isEqualTo(
                        new EcgsynSettings(
                                1, 2, 100, 150, List.of(Rhythm.ATRIAL_FIBRILLATION), 0, 1.5));
    }

    @Test
    void ratings() {
        assertThat(Configurations.of("ratings.path=x").section("ratings", RatingsSettings.class))
                .isEqualTo(
                        new RatingsSettings(
                                "x",
                                Format.TEXT,
                                "\t",
                                "1",
                                "2",
                                "3",
                                null,
                                Rows.USERS,
                                null,
                                null,
                                null));
        assertThat(
                        Configurations.of(
                                        "ratings={path=x, format=parquet, separator=\"::\", user=u,"
                                                + " item=i, rating=r, time=t, rows=items, least=0.5,"
                                                + " greatest=5, threshold=4}")
                                .section("ratings", RatingsSettings.class))
                .isEqualTo(
                        new RatingsSettings(
                                "x",
                                Format.PARQUET,
                                "::",
                                "u",
                                "i",
                                "r",
                                "t",
                                Rows.ITEMS,
                                0.5,
                                5.0,
                                4.0));
    }

    @Test
    void glyphs() {
        assertThat(Configurations.of().section("glyphs", GlyphsSettings.class))
                .isEqualTo(new GlyphsSettings(6000, 28, 28, 0.05));
        assertThat(
                        Configurations.of("glyphs={count=1, width=8, height=9, noise=0}")
                                .section("glyphs", GlyphsSettings.class))
                .isEqualTo(new GlyphsSettings(1, 8, 9, 0));
    }

    private static void assertKeys(String section, Class<? extends Record> type) {
        List<String> components =
                List.of(type.getRecordComponents()).stream()
                        .map(component -> component.getName().replaceAll("([A-Z])", "-$1"))
                        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                        .toList();
        assertThat(ConfigReference.config().getObject(section).keySet())
                .as(section)
                .containsExactlyInAnyOrderElementsOf(components);
    }
}
