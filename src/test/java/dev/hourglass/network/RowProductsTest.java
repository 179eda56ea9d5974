package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowProductsTest {
    @Test
    void everyRowIsMultipliedWithEveryOtherUntilAnotherBlockIsGiven() {
        float[] products = new float[6];
        try (RowProducts product = new RowProducts(2, 3, 2)) {
            product.setRight(new float[] {1, 0, 0, 1, 1, 1});
            product.multiply(new float[] {1, 2, 3, 4}, products);
            assertThat(products).containsExactly(1, 2, 3, 3, 4, 7);

            product.multiply(new float[] {-1, 0, 0, 5}, products);
            assertThat(products).containsExactly(-1, 0, -1, 0, 5, 5);

            product.setRight(new float[] {2, 0, 0, 2, 2, 2});
            product.multiply(new float[] {1, 2, 3, 4}, products);
            assertThat(products).containsExactly(2, 4, 6, 6, 8, 14);
        }
    }
}
