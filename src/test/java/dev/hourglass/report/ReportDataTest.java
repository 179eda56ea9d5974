package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportDataTest {
    @Test
    void aSampleOfAnotherShapeIsRefused() {
        ReportData run = ReportFixtures.bare();
        Sample sample = new Sample("odd", Optional.empty(), new float[5]);
        List<Reconstruction> odd = List.of(new Reconstruction(sample, new float[5], 0));
        assertThatThrownBy(
                        () ->
                                new ReportData(
                                        run.run(),
                                        run.loss(),
                                        run.learningCurve(),
                                        run.rateDistortion(),
                                        run.tensor(),
                                        odd,
                                        run.map(),
                                        run.clustering(),
                                        run.recommendations(),
                                        run.errors(),
                                        run.artifacts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample odd has 5 values, not 784");
    }

    @Test
    void aReconstructionIsAsLongAsItsOriginal() {
        Sample sample = new Sample("a", Optional.empty(), new float[5]);
        assertThatThrownBy(() -> new Reconstruction(sample, new float[4], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the reconstruction of sample a has 4 values, not 5");
    }

    @Test
    void aHistogramHasOneEdgeMoreThanBins() {
        assertThatThrownBy(
                        () ->
                                new ErrorDistribution(
                                        "test", List.of(0.0), List.of(1L), 0, 0, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a histogram of 1 bins has 1 edges");
    }

    @Test
    void changingTheArrayAfterwardsDoesNotChangeTheSample() {
        float[] values = {1, 2};
        Sample sample = new Sample("a", Optional.empty(), values);
        values[0] = 9;
        sample.values()[1] = 9;
        assertThat(sample.values()).containsExactly(1, 2);
    }
}
