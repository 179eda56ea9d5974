package dev.hourglass.report;

import dev.hourglass.source.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws samples as traces along the first axis, [samples, leads], in physical units. */
final class TraceView implements SampleView {
    private static final int LEAST_WIDTH = 400;
    private static final int TRACE_HEIGHT = 160;
    private static final int RESIDUAL_HEIGHT = 170;
    private static final int SMALL_HEIGHT = 48;

    private final int samples;
    private final int leads;
    private final String unit;
    private final double step;
    private final String timeTitle;

    TraceView(TensorSpec tensor) {
        this.samples = tensor.shape().get(0);
        this.leads = tensor.elements() / samples;
        this.unit = tensor.unit();
        boolean timed = tensor.frequency() > 0;
        this.step = timed ? 1 / tensor.frequency() : 1;
        this.timeTitle = timed ? "time (s)" : "position";
    }

    @Override
    public Html small(Sample sample) {
        double[] values = lead(sample.values(), 0);
        Plot plot =
                new Plot(
                        Frame.NONE, SMALL_HEIGHT, time(), Axis.linear("", DoubleStream.of(values)));
        return draw(plot, Frame.NONE, values, Palette.BLUE).html("Sample " + sample.id());
    }

    @Override
    public Html pair(Reconstruction reconstruction) {
        String id = reconstruction.original().id();
        List<Html> plots = new ArrayList<>();
        for (int lead = 0; lead < leads; lead++) {
            double[] original = lead(reconstruction.original().values(), lead);
            double[] reconstructed = lead(reconstruction.values(), lead);
            Axis both =
                    Axis.linear(
                            unit,
                            DoubleStream.concat(
                                    DoubleStream.of(original), DoubleStream.of(reconstructed)));
            Plot traces = new Plot(Frame.ABOVE, TRACE_HEIGHT, time(), both);
            draw(traces, Frame.ABOVE, original, Palette.GREY);
            draw(traces, Frame.ABOVE, reconstructed, Palette.ORANGE);
            plots.add(traces.html("Original and reconstruction of " + id));
            double[] residual =
                    IntStream.range(0, samples)
                            .mapToDouble(sample -> original[sample] - reconstructed[sample])
                            .toArray();
            Axis difference = Axis.linear("residual (" + unit + ")", DoubleStream.of(residual));
            Plot below = new Plot(Frame.LABELLED, RESIDUAL_HEIGHT, time(), difference);
            plots.add(
                    draw(below, Frame.LABELLED, residual, Palette.BLUE).html("Residual of " + id));
        }
        return Html.join(plots);
    }

    @Override
    public String explanation() {
        return "Each original (grey) lies under its reconstruction (orange), with the residual, original minus"
                + " reconstruction, on a scale of its own (blue). Below are the label, where there is one, the"
                + " reconstruction error and the sample's id.";
    }

    @Override
    public int width() {
        return LEAST_WIDTH;
    }

    private Axis time() {
        return Axis.linear(timeTitle, DoubleStream.of(0, (samples - 1) * step));
    }

    private double[] lead(float[] values, int lead) {
        return IntStream.range(0, samples)
                .mapToDouble(sample -> values[sample * leads + lead])
                .toArray();
    }

    private Plot draw(Plot plot, Frame frame, double[] values, String colour) {
        int[] kept = extremes(values, frame.width());
        return plot.line(
                IntStream.of(kept).mapToDouble(sample -> sample * step).toArray(),
                IntStream.of(kept).mapToDouble(sample -> values[sample]).toArray(),
                colour);
    }

    /**
     * The samples that make the trace's outline: all of them, or where a pixel column holds more
     * than two, its least and its greatest.
     */
    private static int[] extremes(double[] values, int columns) {
        if (values.length <= 2 * columns) {
            return IntStream.range(0, values.length).toArray();
        }
        return IntStream.range(0, columns)
                .flatMap(
                        column -> {
                            int least = (int) ((long) column * values.length / columns);
                            int end = (int) ((column + 1L) * values.length / columns);
                            int greatest = least;
                            for (int sample = least + 1; sample < end; sample++) {
                                least = values[sample] < values[least] ? sample : least;
                                greatest = values[sample] >= values[greatest] ? sample : greatest;
                            }
                            return IntStream.of(least, greatest).sorted().distinct();
                        })
                .toArray();
    }
}
