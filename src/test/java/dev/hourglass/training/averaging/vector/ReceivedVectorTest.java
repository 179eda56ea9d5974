package dev.hourglass.training.averaging.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedVectorTest {
    private static final long SEED = 3;

    @AfterEach
    void forgetVectors() {
        VectorPool.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 65_535, 65_536, 65_537, 200_000})
    void aVectorIsWhatWasSentHoweverTheConnectionCutsIt(int length) throws IOException {
        Random random = new Random(SEED);
        float[] vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = Float.intBitsToFloat(random.nextInt());
        }
        ReceivedVector received = new ReceivedVector(length);
        FloatRegion region = new FloatRegion(vector);
        while (region.transferred() < region.count()) {
            region.transferTo(takingAtMost(1 + random.nextInt(5000), received), 0);
        }
        assertThat(bits(received.whole())).isEqualTo(bits(vector));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 9, 12})
    void aVectorOfAnotherLengthIsRefused(int bytes) {
        ReceivedVector received = new ReceivedVector(2);
        assertThatIOException()
                .isThrownBy(
                        () -> {
                            received.add(ByteBuffer.allocate(bytes));
                            received.whole();
                        })
                .withMessageContaining("2 numbers");
    }

    /** A connection that is ready for few bytes at a time. */
    private static WritableByteChannel takingAtMost(int bytes, ReceivedVector received) {
        return new WritableByteChannel() {
            private int left = bytes;

            @Override
            public int write(ByteBuffer source) throws IOException {
                int count = Math.min(left, source.remaining());
                received.add(source.slice(source.position(), count).order(ByteOrder.BIG_ENDIAN));
                source.position(source.position() + count);
                left -= count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static int[] bits(float[] vector) {
        int[] bits = new int[vector.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(vector[i]);
        }
        return bits;
    }
}
