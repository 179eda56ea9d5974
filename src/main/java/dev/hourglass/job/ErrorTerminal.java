package dev.hourglass.job;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal that standard error goes to, of which Java knows nothing. */
final class ErrorTerminal {
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");
    private static final int USUAL_COLUMNS = 80;

    private ErrorTerminal() {}

    /**
     * Its width; 0 where standard error is a file or a pipe, or the terminal cannot go back to the
     * start of a line.
     */
    static int columns() {
        String type = System.getenv("TERM");
        return type == null || type.equals("dumb") ? 0 : ask();
    }

    private static int ask() {
        ProcessBuilder stty =
                new ProcessBuilder("stty", "size")
                        .redirectInput(new File("/dev/stderr"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = stty.start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher size = SIZE.matcher(answer);
            if (process.waitFor() != 0 || !size.matches()) {
                return 0;
            }
            int columns = Integer.parseInt(size.group(1));
            return columns == 0 ? USUAL_COLUMNS : columns;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
