package dev.hourglass.source.synthetic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes digits by hand, as it were: one of the digit's styles, bent by a smooth random field, then
 * sheared, turned, scaled and moved, in ink of random breadth. It draws its own strokes and no
 * font, so that it works where none is installed and no machine's fonts change the data.
 */
final class GlyphPainter {
    /** The share of the image that a digit of mean size takes; as in MNIST, 20 of 28 pixels. */
    private static final double BOX = 20.0 / 28.0;

    private final int width;
    private final int height;
    private final double noise;

    /**
     * @param width pixels
     * @param height pixels
     * @param noise standard deviation of the pixels' noise, intensity 0 to 1
     */
    GlyphPainter(int width, int height, double noise) {
        this.width = width;
        this.height = height;
        this.noise = noise;
    }

    /**
     * The digit in white on black.
     *
     * @return [height, width] unsigned bytes, row-major
     */
    byte[] paint(int digit, SplittableRandom random) {
        List<List<double[]>> styles = DigitStrokes.styles(digit);
        List<double[]> style = styles.get(random.nextInt(styles.size()));
        Path2D path = new Path2D.Double();
        Bend bend = new Bend(random);
        for (double[] stroke : style) {
            append(path, bend.apply(stroke));
        }
        path.transform(placement(random));
        double breadth = Math.min(width, height) * random.nextDouble(0.05, 0.12);
        byte[] pixels = draw(path, breadth);
        addNoise(pixels, random);
        return pixels;
    }

    /** Appends a Catmull-Rom spline through the points, as cubic Bézier curves. */
    private static void append(Path2D path, double[] points) {
        int last = points.length / 2 - 1;
        path.moveTo(points[0], points[1]);
        for (int i = 0; i < last; i++) {
            int before = 2 * Math.max(i - 1, 0);
            int from = 2 * i;
            int to = from + 2;
            int after = 2 * Math.min(i + 2, last);
            path.curveTo(
                    points[from] + (points[to] - points[before]) / 6,
                    points[from + 1] + (points[to + 1] - points[before + 1]) / 6,
                    points[to] - (points[after] - points[from]) / 6,
                    points[to + 1] - (points[after + 1] - points[from + 1]) / 6,
                    points[to],
                    points[to + 1]);
        }
    }

    /** From the strokes' box to pixels. */
    private AffineTransform placement(SplittableRandom random) {
        AffineTransform placement = new AffineTransform();
        placement.translate(
                width * (0.5 + random.nextDouble(-0.05, 0.05)),
                height * (0.5 + random.nextDouble(-0.05, 0.05)));
        placement.scale(width * BOX, height * BOX);
        placement.rotate(random.nextDouble(-0.2, 0.2));
        placement.shear(-random.nextDouble(-0.1, 0.4), 0);
        placement.scale(random.nextDouble(0.55, 0.9), random.nextDouble(0.8, 1.0));
        placement.translate(-0.5, -0.5);
        return placement;
    }

    private byte[] draw(Path2D path, double breadth) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setStroke(
                new BasicStroke((float) breadth, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(Color.WHITE);
        graphics.draw(path);
        graphics.dispose();
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    private void addNoise(byte[] pixels, SplittableRandom random) {
        for (int i = 0; i < pixels.length; i++) {
            long value = Math.round((pixels[i] & 0xFF) + 255 * noise * random.nextGaussian());
            pixels[i] = (byte) Math.max(0, Math.min(255, value));
        }
    }

    /** A displacement that changes slowly over the box, so that points that meet still meet. */
    private static final class Bend {
        private static final int WAVES = 3;
        private static final double AMPLITUDE = 0.045;

        private final double[] frequencyX = new double[WAVES];
        private final double[] frequencyY = new double[WAVES];
        private final double[] phase = new double[WAVES];
        private final double[] shiftX = new double[WAVES];
        private final double[] shiftY = new double[WAVES];

        Bend(SplittableRandom random) {
            for (int i = 0; i < WAVES; i++) {
                frequencyX[i] = 4 * random.nextGaussian();
                frequencyY[i] = 4 * random.nextGaussian();
                phase[i] = random.nextDouble(2 * Math.PI);
                shiftX[i] = AMPLITUDE * random.nextGaussian();
                shiftY[i] = AMPLITUDE * random.nextGaussian();
            }
        }

        double[] apply(double[] points) {
            double[] bent = points.clone();
            for (int p = 0; p < points.length; p += 2) {
                for (int i = 0; i < WAVES; i++) {
                    double wave =
                            Math.sin(
                                    frequencyX[i] * points[p]
                                            + frequencyY[i] * points[p + 1]
                                            + phase[i]);
                    bent[p] += shiftX[i] * wave;
                    bent[p + 1] += shiftY[i] * wave;
                }
            }
            return bent;
        }
    }
}
