package dev.hourglass.source.wfdb;

/**
 * An annotation, as in annot(5).
 *
 * @param time in ticks of the annotation file: frames of the record unless {@link
 *     AnnotationReader#ticksPerSecond()} says otherwise
 * @param code the annotation type, 0 to 58: 1 is a normal beat
 * @param subtype its meaning depends on the code
 * @param channel the signal it is attached to
 * @param number its meaning depends on the annotator
 * @param auxiliary a rhythm, a note; empty where there is none
 */
public record Annotation(
        long time, int code, int subtype, int channel, int number, String auxiliary) {
    /** The usual mnemonic of every code from 0 on; a blank where a code has none. */
    private static final String SYMBOLS = " NLRaVFJASEj/Q~ | sT*D\"=pB^t+u?![]en@xf()r";

    /** Codes of beats: those that PhysioNet counts as such, so without flutter waves (31). */
    private static final String BEATS = "NLRaVFJASEj/QB?enfr";

    /**
     * PhysioNet's mnemonic: {@code N} for a normal beat, {@code V} for a premature ventricular one;
     * {@code [42]} for a code without one.
     */
    public String symbol() {
        return hasMnemonic() ? SYMBOLS.substring(code, code + 1) : "[" + code + "]";
    }

    /** Whether it marks a beat (its R peak), and not a rhythm, a wave, noise or a note. */
    public boolean isBeat() {
        return hasMnemonic() && BEATS.indexOf(SYMBOLS.charAt(code)) >= 0;
    }

    private boolean hasMnemonic() {
        return code < SYMBOLS.length() && SYMBOLS.charAt(code) != ' ';
    }
}
