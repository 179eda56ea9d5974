package dev.hourglass.compression;

import dev.hourglass.compression.entropy.DpcmEncoder;
import dev.hourglass.compression.entropy.RangeEncoder;

/** Writes the windows of one block, one after the other. */
final class WindowEncoder {
    private final CodeTables tables;
    private final WindowModels models = new WindowModels();
    private final RangeEncoder out;

    WindowEncoder(CodeTables tables, RangeEncoder out) {
        this.tables = tables;
        this.out = out;
    }

    void encode(StoredWindow window) {
        models.modes.encode(window.mode().ordinal(), out);
        models.gaps.encode(window.gaps().length == 0 ? 0 : 1, out);
        if (window.gaps().length > 0) {
            WindowModels.LENGTHS.encode(window.gaps().length, out);
            for (int run : window.gaps()) {
                WindowModels.LENGTHS.encode(run, out);
            }
        }
        if (window.hasCode()) {
            encode(window.scale());
            tables.encode(window.code(), out);
        }
        if (window.hasSamples()) {
            WindowModels.LENGTHS.encode(window.maximumError(), out);
            new DpcmEncoder(window.maximumError())
                    .encode(window.samples(), 0, window.samples().length, out);
        }
    }

    private void encode(WindowScale scale) {
        WindowModels.OCTAVES.encode(scale.octaves() - models.expectedOctaves(), out);
        WindowModels.STEPS.encode(scale.steps() - models.expectedSteps(scale.octaves()), out);
        models.learn(scale);
    }
}
