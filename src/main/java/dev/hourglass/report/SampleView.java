package dev.hourglass.report;

import dev.hourglass.source.TensorSpec;
import java.util.List;

/** How a dataset's samples are drawn. */
interface SampleView {
    /** The view that suits a tensor: an image for the layout HWC, else a trace. */
    static SampleView of(TensorSpec tensor) {
        return tensor.layout().equals("HWC") ? new ImageView(tensor) : new TraceView(tensor);
    }

    /** A small picture of a sample. */
    Html small(Sample sample);

    /** A sample and its reconstruction. */
    Html pair(Reconstruction reconstruction);

    /** What is to be seen in {@link #pair}. */
    String explanation();

    /** The least width that {@link #pair} needs, in CSS pixels. */
    int width();

    /** Samples and their reconstructions side by side, as many as fit, with what they are. */
    default Html grid(List<Reconstruction> reconstructions) {
        return Html.join(
                Elements.sentence(explanation()),
                Html.of(
                        "<div class=\"samples\" style=\"--width:%spx\">%s</div>",
                        width(), Html.each(reconstructions, this::captioned)));
    }

    private Html captioned(Reconstruction reconstruction) {
        Sample sample = reconstruction.original();
        Html label =
                sample.label()
                        .map(text -> Html.of("<strong>%s</strong>", text))
                        .orElse(Html.NOTHING);
        return Html.of(
                "<figure class=\"card\">%s<figcaption>%s <span>%s</span> <code>%s</code></figcaption></figure>",
                pair(reconstruction), label, Numbers.measure(reconstruction.error()), sample.id());
    }
}
