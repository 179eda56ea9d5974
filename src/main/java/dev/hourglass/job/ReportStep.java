package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.recommendation.RecommendSettings;
import dev.hourglass.report.ReportPage;
import dev.hourglass.report.ReportSettings;
import dev.hourglass.store.Staging;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Everything a run made to a page that shows it. */
final class ReportStep implements Step {
    /** Beside the page: the digest of what does not name the run, but changes the page. */
    private static final String NAMES = "items.sha256";

    @Override
    public String name() {
        return "report";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("report", ReportSettings.class);
        configuration.section("embed", EmbedSettings.class);
        configuration.section("recommend", RecommendSettings.class);
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public void checkInput(JobContext context) {
        RecommendationGathering.titles(context).check();
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        RunFolder run = context.run(dataset);
        // What was done since is not on the page yet.
        if (context.store().exists(run.report()) && run.isLatest(name()) && isNamed(context, run)) {
            Progress.say("report: " + run.report() + " is there already");
            return Outcome.before(summary(run));
        }
        ReportSettings settings = context.configuration().section("report", ReportSettings.class);
        ModelManifest model = TrainStep.model(context, dataset);
        NativeThreads.limit();
        try (Staging staging = context.store().stage(run.runId(), name());
                TaskProgress progress = new TaskProgress(context.spark(), name());
                Autoencoder autoencoder = new ModelStore(context.store()).load(model)) {
            String page =
                    ReportPage.render(
                            new ReportGathering(context, dataset, model, autoencoder, settings)
                                    .gather(progress::layout));
            context.store().writeText(new Path(staging.path(), run.report().getName()), page);
            context.store().writeText(new Path(staging.path(), NAMES), names(context));
            staging.replace(run.reportFolder(), run.report().getName());
        }
        return Outcome.now(summary(run));
    }

    /** Whether the items on the page are called what the configuration calls them now. */
    private static boolean isNamed(JobContext context, RunFolder run) {
        Path file = new Path(run.reportFolder(), NAMES);
        return context.store().exists(file)
                && context.store().readText(file).equals(names(context));
    }

    private static String names(JobContext context) {
        return context.configuration().digest("recommend.items");
    }

    private static Map<String, Object> summary(RunFolder run) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("run", run.runId());
        summary.put("report", run.report().toString());
        return summary;
    }
}
