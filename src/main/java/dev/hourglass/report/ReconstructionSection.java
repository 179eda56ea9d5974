package dev.hourglass.report;

import java.util.List;

/** Originals over their reconstructions. */
final class ReconstructionSection {
    private ReconstructionSection() {}

    static Section of(List<Reconstruction> reconstructions, SampleView view) {
        return new Section(
                "reconstructions",
                "Originals and reconstructions",
                reconstructions.isEmpty()
                        ? Elements.sentence("This run kept no reconstructions to show.")
                        : view.grid(reconstructions));
    }
}
