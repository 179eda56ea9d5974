package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void theSameSeedAndIndexGiveTheSameStream() {
        assertThat(Seeds.random(42, 7).longs(10).toArray())
                .isEqualTo(Seeds.random(42, 7).longs(10).toArray());
    }

    @Test
    void neighbouringSeedsAndIndicesShareNoNumbers() {
        Set<Long> drawn = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            for (long index = 0; index < 20; index++) {
                Seeds.random(seed, index).longs(20).forEach(drawn::add);
            }
        }
        assertThat(drawn).hasSize(20 * 20 * 20);
    }
}
