package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.source.wfdb.LeadReader;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final int NO = LeadReader.MISSING;

    @Test
    void runsAreOfRecordedSamplesAndOfOthersInTurn() {
        Gaps gaps = Gaps.of(new int[] {NO, 5, 6, NO, NO, NO, 7, 8, NO}, 1, 7);
        assertThat(gaps.runs()).containsExactly(2, 3, 2);
        assertThat(gaps.recorded(7)).isEqualTo(4);
        assertThat(gaps.places(7)).containsExactly(0, 1, 5, 6);
    }

    @Test
    void aSegmentMayBeginWithAGapOrBeOne() {
        assertThat(Gaps.of(new int[] {NO, 5}, 0, 2).runs()).containsExactly(0, 1, 1);
        assertThat(Gaps.of(new int[] {NO, NO}, 0, 2).runs()).containsExactly(0, 2);
        assertThat(Gaps.of(new int[] {NO, NO}, 0, 2).places(2)).isEmpty();
        assertThat(Gaps.of(new int[] {4, 5}, 0, 2)).isSameAs(Gaps.NONE);
        assertThat(Gaps.NONE.places(3)).containsExactly(0, 1, 2);
    }

    @Test
    void whatRunsLeaveOverWasRecorded() {
        assertThat(new Gaps(new int[] {1, 1}).places(4)).containsExactly(0, 2, 3);
        assertThat(new Gaps(new int[] {0, 0, 0, 1}).places(3)).containsExactly(1, 2);
    }
}
