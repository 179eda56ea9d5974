package dev.hourglass.report;

import static java.util.Comparator.comparingDouble;

import dev.hourglass.report.Elements.Fact;
import dev.hourglass.report.Elements.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The loss after each epoch. */
final class LearningSection {
    private static final int HEIGHT = 320;
    private static final int MOST_MARKED = 40;

    private LearningSection() {}

    /**
     * @param loss its name, with a unit
     */
    static Section of(String loss, List<EpochLoss> curve) {
        return new Section("learning", "Learning curves", body(loss, curve));
    }

    private static Html body(String loss, List<EpochLoss> curve) {
        if (curve.isEmpty()) {
            return Elements.sentence("No training was recorded for this run.");
        }
        return Elements.columns(plot(loss, curve), facts(curve));
    }

    private static Html plot(String title, List<EpochLoss> curve) {
        List<EpochLoss> heldOut = heldOut(curve);
        double[] training = curve.stream().mapToDouble(EpochLoss::training).toArray();
        double[] validation =
                heldOut.stream().mapToDouble(loss -> loss.heldOut().getAsDouble()).toArray();
        Plot plot =
                new Plot(
                        Frame.LABELLED,
                        HEIGHT,
                        Axis.linear("epoch", DoubleStream.of(epochs(curve))).whole(),
                        Axis.linear(
                                        title,
                                        DoubleStream.concat(
                                                DoubleStream.of(training),
                                                DoubleStream.of(validation)))
                                .logarithmicIfWide());
        List<Key> keys = new ArrayList<>();
        draw(plot, epochs(curve), training, Palette.BLUE);
        keys.add(new Key("━", Palette.BLUE, "training"));
        if (!heldOut.isEmpty()) {
            draw(plot, epochs(heldOut), validation, Palette.ORANGE);
            keys.add(new Key("━", Palette.ORANGE, "held out"));
        }
        String alternative =
                "Loss by epoch: training goes from %s to %s"
                        .formatted(
                                Numbers.measure(training[0]),
                                Numbers.measure(training[training.length - 1]));
        return Elements.plot("Loss by epoch", plot.html(alternative), keys);
    }

    private static void draw(Plot plot, double[] epochs, double[] losses, String colour) {
        plot.line(epochs, losses, colour);
        if (epochs.length <= MOST_MARKED) {
            plot.points(epochs, losses, Marker.CIRCLE, colour);
        }
    }

    private static Html facts(List<EpochLoss> curve) {
        EpochLoss last = curve.get(curve.size() - 1);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Epochs", Numbers.count(last.epoch())));
        facts.add(new Fact("Last training loss", Numbers.measure(last.training())));
        Optional<EpochLoss> best =
                heldOut(curve).stream().min(comparingDouble(loss -> loss.heldOut().getAsDouble()));
        if (best.isEmpty()) {
            return Html.join(
                    Elements.facts(facts), Elements.sentence("No held-out loss was measured."));
        }
        facts.add(
                new Fact(
                        "Best held-out loss",
                        "%s after epoch %s"
                                .formatted(
                                        Numbers.measure(best.get().heldOut().getAsDouble()),
                                        Numbers.count(best.get().epoch()))));
        return Elements.facts(facts);
    }

    private static List<EpochLoss> heldOut(List<EpochLoss> curve) {
        return curve.stream().filter(loss -> loss.heldOut().isPresent()).toList();
    }

    private static double[] epochs(List<EpochLoss> curve) {
        return curve.stream().mapToDouble(EpochLoss::epoch).toArray();
    }
}
