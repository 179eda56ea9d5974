package dev.hourglass.compression;

import dev.hourglass.compression.entropy.DpcmEncoder;
import dev.hourglass.compression.entropy.RangeEncoder;

/** Writes the windows of one block, one after the other. */
final class WindowEncoder {
    private final CodeTables tables;
    private final WindowModels models = new WindowModels();
    private final DpcmEncoder corrections = new DpcmEncoder();
    private final DpcmEncoder samples = new DpcmEncoder();
    private final RangeEncoder out;

    WindowEncoder(CodeTables tables, RangeEncoder out) {
        this.tables = tables;
        this.out = out;
    }

    void encode(StoredWindow window) {
        models.modes.encode(window.mode().ordinal(), out);
        encode(window.gaps());
        if (window.hasCode()) {
            encode(window.scale());
            tables.encode(window.code(), out);
        }
        if (window.hasSamples()) {
            WindowModels.LENGTHS.encode(window.maximumError(), out);
            DpcmEncoder encoder = window.isReconstructed() ? corrections : samples;
            encoder.encode(
                    window.samples(), 0, window.samples().length, window.maximumError(), out);
        }
    }

    private void encode(Gaps gaps) {
        models.gaps.encode(gaps.isEmpty() ? 0 : 1, out);
        if (!gaps.isEmpty()) {
            WindowModels.LENGTHS.encode(gaps.runs().length, out);
            for (int run : gaps.runs()) {
                WindowModels.LENGTHS.encode(run, out);
            }
        }
    }

    private void encode(WindowScale scale) {
        WindowModels.OCTAVES.encode(scale.octaves() - models.expectedOctaves(), out);
        WindowModels.STEPS.encode(scale.steps() - models.expectedSteps(scale.octaves()), out);
        models.learn(scale);
    }
}
