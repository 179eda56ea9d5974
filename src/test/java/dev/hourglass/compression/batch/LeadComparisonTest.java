package dev.hourglass.compression.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.RecordFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadComparisonTest {
    private static final int[] SAMPLES = {0, 20, 0, -20, 5, 9, -32768, 5, 7, 7};

    @TempDir private Path folder;

    @Test
    void whatKeepsItsPromiseIsMeasured() throws Exception {
        int[] decoded = {0, 20, 2, -20, 5, 9, LeadReader.MISSING, 5, 7, 7};
        LeadComparison comparison = compared(decoded, new HgcHeader.Promise(0.01, 8.0));
        assertThat(comparison.flaw()).isEmpty();
        assertThat(comparison.samples()).isEqualTo(10);
        assertThat(comparison.whole().samples()).isEqualTo(9);
        assertThat(comparison.maximumError()).isEqualTo(0.01);
        assertThat(comparison.worstWindow()).isCloseTo(100 * Math.sqrt(4 / 800.0), within(1e-9));
        assertThat(comparison.least()).isEqualTo(-0.1);
    }

    @Test
    void aBrokenPromiseIsToldWithItsWindow() throws Exception {
        int[] decoded = {0, 20, 0, -20, 5, 12, LeadReader.MISSING, 5, 7, 7};
        assertThat(compared(decoded, new HgcHeader.Promise(0.01, null)).flaw().orElseThrow())
                .startsWith("the largest error of window 1 is 0.015, above 0.01");
        assertThat(compared(decoded, new HgcHeader.Promise(null, 50.0)).flaw().orElseThrow())
                .startsWith("the PRDN of window 1 is 91");
    }

    @Test
    void aFlatWindowIsExactOrBreaksAnyPrdn() throws Exception {
        int[] decoded = {0, 20, 0, -20, 5, 9, LeadReader.MISSING, 5, 7, 8};
        assertThat(compared(decoded, new HgcHeader.Promise(null, 1000.0)).flaw().orElseThrow())
                .startsWith("the PRDN of window 2 is Infinity");
    }

    @Test
    void aGapThatIsFilledBreaksEveryPromise() throws Exception {
        int[] decoded = {0, 20, 0, -20, 5, 9, 6, 5, 7, 7};
        assertThat(compared(decoded, HgcHeader.Promise.NONE).flaw().orElseThrow())
                .isEqualTo("sample 6 is missing in one of both");
    }

    /** Against the samples, in windows of four. */
    private LeadComparison compared(int[] decoded, HgcHeader.Promise promise) throws Exception {
        new RecordFolder(folder)
                .text("a.hea", "a 1 360 10\na.dat 16 200 12\n")
                .words("a.dat", SAMPLES);
        Lead lead = new RecordFolder(folder).open("a").leads().get(0);
        try (LeadReader reader = lead.verified().reader();
                LeadComparison comparison =
                        new LeadComparison(
                                reader,
                                lead.signal().calibration(),
                                promise,
                                4,
                                lead.frequency())) {
            comparison.add(decoded, decoded.length);
            comparison.finish();
            return comparison;
        }
    }
}
