package dev.hourglass.compression;

import dev.hourglass.compression.entropy.AdaptiveModel;
import dev.hourglass.compression.entropy.SymbolTable;

/**
 * What a block's encoder and decoder know of the windows before, apart from their codes. A block
 * begins with nothing known, so that it is decoded for itself.
 */
final class WindowModels {
    /** Deviations of neighbouring windows differ by less than an octave, as a rule. */
    static final SymbolTable OCTAVES = SymbolTable.logistic(0, 2);

    /** And means by less than a deviation. */
    static final SymbolTable STEPS = SymbolTable.logistic(0, 8);

    /** Lengths of runs and bounds of errors, which are seldom coded. */
    static final SymbolTable LENGTHS = SymbolTable.logistic(0, 64);

    /** A usual deviation of an ECG, 64 ADC units, for the first window. */
    private static final WindowScale FIRST = new WindowScale(48, 0);

    final AdaptiveModel modes = new AdaptiveModel(StoredWindow.Mode.values().length);
    final AdaptiveModel gaps = new AdaptiveModel(2);
    private WindowScale last = FIRST;

    int expectedOctaves() {
        return last.octaves();
    }

    int expectedSteps(int octaves) {
        return WindowScale.nearest(last.mean(), octaves);
    }

    void learn(WindowScale scale) {
        last = scale;
    }
}
