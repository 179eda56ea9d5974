package dev.hourglass.training.averaging.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.testing.SharedSpark;
import java.util.stream.IntStream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both ends in one process, over real connections. */
@ExtendWith(SharedSpark.class)
class StreamedVectorsIT {
    private static final int LENGTH = 300_001;

    private VectorServer server;

    @BeforeEach
    void listen(SparkSession session) {
        server = new VectorServer();
    }

    @AfterEach
    void close() {
        server.close();
        VectorPool.clear();
    }

    @Test
    void tasksGetTheStartAndTheDriverTheirVectors() {
        for (int round = 0; round < 3; round++) {
            float[] start = vector(round);
            try (StreamedVectors exchange = new StreamedVectors(server, start)) {
                StreamedVectors there = SerializationUtils.clone(exchange);
                float[] received = there.start();
                assertThat(received).isEqualTo(start).isNotSameAs(start);
                assertThat(there.start()).as("one copy a process").isSameAs(received);
                IntStream.range(0, 4)
                        .parallel()
                        .forEach(shard -> there.send(shard, vector(100 + shard)));
                for (int shard : new int[] {3, 0, 1, 2}) {
                    assertThat(exchange.receive(shard)).isEqualTo(vector(100 + shard));
                }
                assertThat(exchange.receive(7)).as("a worker without examples").isNull();
            }
        }
    }

    @Test
    void whoTookPartFetchesTheNextStartUnasked() {
        try (StreamedVectors first = new StreamedVectors(server, vector(0))) {
            SerializationUtils.clone(first).send(0, vector(1));
        }
        StreamedVectors next = new StreamedVectors(server, vector(9));
        StreamedVectors there = SerializationUtils.clone(next);
        // Answers come in the order of what was asked: the first when the executor has heard of the
        // round, the second when it has its start.
        there.send(0, vector(2));
        there.send(0, vector(2));
        next.close();
        assertThat(there.start()).isEqualTo(vector(9));
    }

    @Test
    void aRoundThatIsOverTakesNothing() {
        StreamedVectors over = new StreamedVectors(server, vector(0));
        StreamedVectors there = SerializationUtils.clone(over);
        there.start();
        over.close();
        there.send(0, vector(1));
        try (StreamedVectors next = new StreamedVectors(server, vector(2))) {
            assertThat(next.receive(0)).isNull();
            assertThat(SerializationUtils.clone(next).start()).isEqualTo(vector(2));
            assertThatThrownBy(there::start).hasStackTraceContaining("is over");
            assertThat(SerializationUtils.clone(next).start()).isEqualTo(vector(2));
        }
    }

    @Test
    void aVectorOfAnotherLengthIsRefusedAndTheConnectionGoesOn() {
        try (StreamedVectors exchange = new StreamedVectors(server, vector(0))) {
            StreamedVectors there = SerializationUtils.clone(exchange);
            assertThatThrownBy(() -> there.send(0, new float[LENGTH + 1]))
                    .hasStackTraceContaining("vector");
            assertThatThrownBy(() -> there.send(0, new float[LENGTH - 1]))
                    .hasStackTraceContaining("vector");
            there.send(0, vector(5));
            assertThat(exchange.receive(0)).isEqualTo(vector(5));
        }
    }

    @Test
    void aDriverThatIsGoneFailsTheTask() {
        StreamedVectors exchange = new StreamedVectors(server, vector(0));
        StreamedVectors there = SerializationUtils.clone(exchange);
        server.close();
        assertThatThrownBy(there::start).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aSetPortForBlocksSetsTheRangeForVectors() {
        int blocks = server.address().port() - 1;
        SparkConf settings =
                SparkEnv.get()
                        .conf()
                        .clone()
                        .set("spark.driver.blockManager.port", Integer.toString(blocks))
                        .set("spark.port.maxRetries", "20");
        Transport transport = new Transport(settings, SparkEnv.get().securityManager());
        try (VectorServer next = new VectorServer(transport)) {
            assertThat(next.address().port())
                    .as("the first one is taken")
                    .isBetween(blocks + 2, blocks + 21);
        }
        server.close();
        try (VectorServer first = new VectorServer(transport)) {
            assertThat(first.address().port()).isEqualTo(blocks + 1);
        }
    }

    private static float[] vector(int seed) {
        float[] vector = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            vector[i] = seed + i * 0.25f;
        }
        return vector;
    }
}
