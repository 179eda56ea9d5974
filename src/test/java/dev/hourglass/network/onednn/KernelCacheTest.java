package dev.hourglass.network.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class KernelCacheTest {
    private static final int MANY = 300;

    private final List<Integer> made = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();

    /** A kernel that only tells when it is made and closed. */
    private final class Recorded implements Kernel {
        private final int number;

        Recorded(int number) {
            this.number = number;
            made.add(number);
        }

        @Override
        public void execute(INDArray... arrays) {}

        @Override
        public void close() {
            closed.add(number);
        }
    }

    @Test
    void aKernelIsMadeOnce() {
        Kernel first = get(-1);
        assertThat(get(-1)).isSameAs(first);
        assertThat(made).containsExactly(-1);
    }

    @Test
    void theLeastRecentlyUsedKernelsAreClosed() {
        for (int i = 0; i < MANY; i++) {
            get(i);
            get(0);
        }
        assertThat(closed).hasSizeGreaterThan(20).doesNotContain(0).isSorted();
        assertThat(closed).doesNotContain(MANY - 1);
        assertThat(made).hasSize(MANY);
        get(closed.get(0));
        assertThat(made).hasSize(MANY + 1);
    }

    @Test
    void everyThreadHasKernelsOfItsOwn() throws InterruptedException {
        Kernel here = get(-2);
        List<Kernel> there = new ArrayList<>();
        Thread thread = new Thread(() -> there.add(get(-2)));
        thread.start();
        thread.join();
        assertThat(there).doesNotContain(here).hasSize(1);
    }

    private Kernel get(int number) {
        return KernelCache.get(List.of(this, number), () -> new Recorded(number));
    }
}
