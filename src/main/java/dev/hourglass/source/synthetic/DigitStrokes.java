package dev.hourglass.source.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a pen writes the digits. A stroke is a row of points x0, y0, x1, y1, … that a smooth curve is
 * laid through, in a box from (0, 0) at the top left to (1, 1) at the bottom right; where one
 * stroke ends and the next begins at the same point, the pen turns a corner.
 */
final class DigitStrokes {
    /**
     * A line is one way to write a digit: the digit, then its strokes between bars, in hundredths
     * of the box.
     */
    private static final String STYLES =
            """
            0: 50,0 27,7 11,25 5,50 11,75 27,93 50,100 73,93 89,75 95,50 89,25 73,7 46,1
            1: 50,0 50,50 50,100
            1: 26,24 52,0 | 52,0 52,50 52,100
            1: 26,24 52,0 | 52,0 52,50 52,100 | 22,100 82,100
            2: 10,25 28,3 62,0 86,20 76,47 44,76 8,100 | 8,100 50,98 92,100
            2: 10,22 30,2 65,0 85,22 70,55 36,90 15,97 12,84 30,80 60,96 95,92
            3: 12,12 45,0 80,10 82,30 62,45 38,47 | 38,47 70,52 90,72 75,94 42,100 8,88
            3: 12,3 85,3 | 85,3 45,42 | 45,42 78,50 90,72 72,95 40,100 8,90
            4: 20,0 14,28 10,55 | 10,55 50,56 92,52 | 75,0 72,50 68,100
            4: 68,0 36,35 5,68 | 5,68 50,68 95,66 | 68,0 68,50 66,100
            5: 85,2 25,2 | 25,2 20,25 16,45 | 16,45 45,36 78,46 88,70 72,94 40,100 8,90
            5: 85,2 42,2 20,20 36,40 70,50 86,72 65,96 32,100 8,90
            6: 72,2 40,20 15,50 10,78 30,98 62,98 82,78 70,56 42,52 15,70
            6: 45,0 22,30 12,65 25,95 55,100 82,85 82,62 60,50 35,55 16,72
            7: 8,5 50,4 90,2 | 90,2 62,45 42,100
            7: 8,5 50,4 90,2 | 90,2 62,45 42,100 | 32,52 82,48
            8: 78,14 50,0 22,14 30,38 68,58 84,80 50,100 18,80 32,58 72,36 78,14
            8: 50,0 32,5 24,20 32,38 50,46 68,38 76,20 68,5 50,0 | 50,46 28,55 16,73 26,92 50,100 74,92 84,73 72,55 50,46
            9: 82,20 55,0 22,10 15,34 40,50 70,40 82,20 | 82,20 80,60 70,100
            9: 82,20 55,0 22,10 15,34 40,50 70,40 82,20 | 82,20 84,60 65,95 25,95
            """;

    private static final Map<Integer, List<List<double[]>>> STYLES_BY_DIGIT =
            STYLES.lines()
                    .map(line -> line.split(": "))
                    .collect(
                            Collectors.groupingBy(
                                    line -> Integer.valueOf(line[0]),
                                    Collectors.mapping(
                                            line -> strokes(line[1]), Collectors.toList())));

    private DigitStrokes() {}

    /**
     * The ways to write a digit, each a list of strokes.
     *
     * @param digit 0 to 9
     */
    static List<List<double[]>> styles(int digit) {
        return STYLES_BY_DIGIT.get(digit);
    }

    private static List<double[]> strokes(String line) {
        return Arrays.stream(line.split(" \\| ")).map(DigitStrokes::stroke).toList();
    }

    private static double[] stroke(String points) {
        return Arrays.stream(points.split("[ ,]"))
                .mapToDouble(coordinate -> Integer.parseInt(coordinate) / 100.0)
                .toArray();
    }
}
