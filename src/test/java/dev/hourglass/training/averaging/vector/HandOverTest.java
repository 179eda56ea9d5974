package dev.hourglass.training.averaging.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOverTest {
    @Test
    void whatIsSentAfterARoundIsNotKept() {
        float[] start = {1};
        VectorExchange exchange = new HandOver(start);
        assertThat(exchange.start()).isSameAs(start);
        float[] vector = {2};
        exchange.send(3, vector);
        assertThat(exchange.receive(3)).isSameAs(vector);
        assertThat(exchange.receive(4)).as("a worker without examples").isNull();
        exchange.send(5, vector);
        exchange.close();
        exchange.send(6, vector);
        assertThat(exchange.start()).isNull();
        assertThat(exchange.receive(5)).isNull();
        assertThat(exchange.receive(6)).isNull();
    }
}
