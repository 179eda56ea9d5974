package dev.hourglass.job;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hourglass.config.Configuration;
import dev.hourglass.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that each step finds before Spark is started. */
class StepChecksTest {
    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(new IngestStep(), "ingest.shards=0"),
                Arguments.of(new IngestStep(), "glyphs.count=0"),
                Arguments.of(new TrainStep(), "network.bottleneck=0"),
                Arguments.of(new TrainStep(), "training.batch=0"),
                Arguments.of(new EmbedStep(), "embed.date=yesterday"),
                Arguments.of(new StreamStep(true), "stream.interval=-1"),
                Arguments.of(new StreamStep(true), "embed.batch=0"),
                Arguments.of(new StreamStep(true), "embedding.file-bytes=1"),
                Arguments.of(new ClusterStep(), "cluster.k=1"),
                Arguments.of(new ClusterStep(), "embed.date=yesterday"),
                Arguments.of(new AssignStep(), "assign.run=../models"),
                Arguments.of(new AssignStep(), "embed.date=yesterday"),
                Arguments.of(new SearchStep(), "search.k=0"),
                Arguments.of(new SearchStep(), "embed.date=yesterday"),
                Arguments.of(new BaselineStep(), "cluster.k=1"),
                Arguments.of(new BaselineStep(), "network.bottleneck=0"),
                Arguments.of(new ReportStep(), "report.samples=0"),
                Arguments.of(new ReportStep(), "embed.date=yesterday"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void everySectionThatAStepReadsIsChecked(Step step, String mistake) {
        assertThatCode(() -> step.check(configuration("seed=1"))).doesNotThrowAnyException();
        assertThat(failure(ErrorCode.CONFIGURATION, () -> step.check(configuration(mistake))))
                .hasMessageContaining(mistake.substring(0, mistake.indexOf('=')));
    }

    private static Configuration configuration(String override) {
        return Configuration.load(
                Optional.empty(),
                List.of(
                        "name=test",
                        "source=glyphs",
                        "stream.input=/in",
                        "assign.run=a-1",
                        override));
    }
}
