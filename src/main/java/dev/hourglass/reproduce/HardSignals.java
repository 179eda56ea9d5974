package dev.hourglass.reproduce;

import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbWriter;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A WFDB record of signals that no network was trained for, one in each lead, of a minute. */
final class HardSignals {
    private static final int FREQUENCY = 360;
    private static final int SECONDS = 60;

    /** Of a converter of 12 bits. */
    private static final int RAIL = 2047;

    private static final int FORMAT = 16;
    private static final List<String> LEADS =
            List.of("flat", "noise", "saturated", "spikes", "gaps", "steps");

    private HardSignals() {}

    /** Writes the record. */
    static void write(FileSystem files, Path folder, String name)
            throws IOException, MalformedRecordException {
        String signals =
                LEADS.stream()
                        .map(lead -> name + ".dat " + FORMAT + " 200/mV 12 0 0 0 0 " + lead + "\n")
                        .collect(Collectors.joining());
        WfdbHeader header =
                WfdbHeader.parse(
                        "%s %d %d\n%s".formatted(name, LEADS.size(), FREQUENCY, signals), name);
        int[][] samples = new int[LEADS.size()][FREQUENCY * SECONDS];
        Random random = new Random(1);
        for (int i = 0; i < FREQUENCY * SECONDS; i++) {
            double wave = Math.sin(2 * Math.PI * i / FREQUENCY);
            samples[0][i] = 17;
            samples[1][i] = random.nextInt(-RAIL, RAIL + 1);
            samples[2][i] = (int) Math.max(-RAIL, Math.min(RAIL, 4 * RAIL * wave));
            // A pacemaker's, a sample long.
            samples[3][i] = (int) (100 * wave) + (i % 300 == 0 ? 1900 : 0);
            samples[4][i] = i / 1000 % 3 == 1 ? LeadReader.MISSING : (int) (100 * wave);
            samples[5][i] = i / 777 % 2 == 0 ? -1000 : 1000;
        }
        try (WfdbWriter writer = WfdbWriter.create(files, folder, header, FORMAT)) {
            writer.write(samples, FREQUENCY * SECONDS);
            writer.finish();
        }
    }
}
