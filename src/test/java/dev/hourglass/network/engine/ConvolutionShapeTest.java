package dev.hourglass.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConvolutionShapeTest {
    private static final MapShape MAP = new MapShape(7, 10, 3);

    @Test
    void samePaddingKeepsTheCeilingOfTheQuotientAndPutsTheOddZeroAfter() {
        for (int kernel = 1; kernel <= 6; kernel++) {
            for (int stride = 1; stride <= 4; stride++) {
                ConvolutionShape shape =
                        ConvolutionShape.same(MAP, 5, Window.square(kernel, stride));
                assertThat(shape.output())
                        .isEqualTo(
                                new MapShape(
                                        (int) Math.ceil(7.0 / stride),
                                        (int) Math.ceil(10.0 / stride),
                                        5));
                assertThat(shape.paddingBottom() - shape.paddingTop()).isLessThanOrEqualTo(1);
                if (shape.paddingBottom() > 0) {
                    assertThat(shape.paddingBottom()).isGreaterThanOrEqualTo(shape.paddingTop());
                }
            }
        }
        ConvolutionShape even = ConvolutionShape.same(MAP, 5, Window.square(4, 1));
        assertThat(even.paddingTop()).isEqualTo(1);
        assertThat(even.paddingBottom()).isEqualTo(2);
    }

    @Test
    void validPaddingLeavesTheLastRowsUnreached() {
        ConvolutionShape shape = ConvolutionShape.valid(MAP, 5, Window.square(2, 4));
        assertThat(shape.output()).isEqualTo(new MapShape(2, 3, 5));
        assertThat(shape.paddingBottom()).isEqualTo(-1);
        assertThat(shape.paddingRight()).isZero();
    }

    @Test
    void explicitPaddingIsOnEitherSide() {
        ConvolutionShape shape = ConvolutionShape.padded(MAP, 5, Window.square(3, 2), 1, 2);
        assertThat(shape.output()).isEqualTo(new MapShape(4, 6, 5));
        assertThat(shape.paddingBottom()).isEqualTo(1);
        assertThat(shape.paddingRight()).isEqualTo(1);
    }

    @Test
    void windowsAlongASignalLeaveItOneRowHigh() {
        MapShape signal = new MapShape(1, 2000, 2);
        Window window = Window.along(16, 4);
        assertThat(ConvolutionShape.same(signal, 8, window).output())
                .isEqualTo(new MapShape(1, 500, 8));
        assertThat(ConvolutionShape.valid(signal, 8, window).output())
                .isEqualTo(new MapShape(1, 497, 8));
    }

    @Test
    void transposedShapesMakeWhatTheirNamesSay() {
        MapShape small = new MapShape(4, 5, 6);
        Window window = Window.square(5, 3);
        assertThat(ConvolutionShape.transposedSame(small, 2, window).input())
                .isEqualTo(new MapShape(12, 15, 2));
        assertThat(ConvolutionShape.transposedValid(small, 2, window).input())
                .isEqualTo(new MapShape(14, 17, 2));
        ConvolutionShape padded = ConvolutionShape.transposedPadded(small, 2, window, 1, 2, 2, 0);
        assertThat(padded.input()).isEqualTo(new MapShape(14, 13, 2));
        assertThat(padded.output()).isEqualTo(small);
    }

    @Test
    void aTransposedShapeIsThatOfTheConvolutionBack() {
        MapShape small = new MapShape(4, 5, 6);
        Window window = Window.square(5, 3);
        ConvolutionShape same = ConvolutionShape.transposedSame(small, 2, window);
        assertThat(ConvolutionShape.same(same.input(), 6, window)).isEqualTo(same);
        ConvolutionShape padded = ConvolutionShape.transposedPadded(small, 2, window, 1, 2, 1, 2);
        assertThat(ConvolutionShape.padded(padded.input(), 6, window, 1, 2)).isEqualTo(padded);
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThatThrownBy(() -> ConvolutionShape.valid(MAP, 5, Window.square(8, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConvolutionShape.padded(MAP, 5, Window.square(3, 1), 3, 0))
                .hasMessageContaining("less than the kernel");
        assertThatThrownBy(
                        () ->
                                ConvolutionShape.transposedPadded(
                                        MAP, 5, Window.square(3, 2), 0, 0, 2, 0))
                .hasMessageContaining("less than the stride");
    }
}
