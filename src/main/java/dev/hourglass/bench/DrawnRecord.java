package dev.hourglass.bench;

import dev.hourglass.source.synthetic.EcgGenerator;
import dev.hourglass.source.synthetic.EcgsynSettings;
import dev.hourglass.source.synthetic.Rhythm;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import dev.hourglass.source.wfdb.WfdbWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A WFDB record of drawn ECG, as the MIT-BIH Arrhythmia Database's are: two leads, 12 bits. */
final class DrawnRecord {
    static final int LEADS = 2;
    static final int FREQUENCY = 360;

    /** A half of an hour, as those records' lengths are. */
    static final int SECONDS = 1800;

    private static final int UNITS_A_MILLIVOLT = 200;
    private static final int ZERO = 1024;
    private static final int GREATEST = 2047;
    private static final int SEED = 1;

    private DrawnRecord() {}

    /** Writes the record to a folder, and opens it. */
    static WfdbRecord write(FileSystem files, Path folder)
            throws IOException, MalformedRecordException {
        StringBuilder text = new StringBuilder("drawn 2 360\n");
        int[][] samples = new int[LEADS][];
        for (int lead = 0; lead < LEADS; lead++) {
            text.append("drawn.dat 212 200 11 1024 0 0 0 drawn\n");
            samples[lead] = lead(lead);
        }
        Path path = new Path(folder, "drawn.hea");
        WfdbHeader header = WfdbHeader.parse(text.toString(), path.toString());
        try (WfdbWriter writer = WfdbWriter.create(files, folder, header, 212)) {
            writer.write(samples, samples[0].length);
            writer.finish();
        }
        return WfdbRecord.open(files, path);
    }

    private static int[] lead(int number) {
        EcgsynSettings settings =
                new EcgsynSettings(
                        LEADS, SECONDS, FREQUENCY, 1, List.of(Rhythm.values()), 0.01, 0.1);
        double[] millivolts = new double[SECONDS * FREQUENCY];
        EcgGenerator.of(settings, SEED, number).fill(millivolts);
        return Arrays.stream(millivolts).mapToInt(DrawnRecord::sample).toArray();
    }

    private static int sample(double millivolts) {
        long units = ZERO + Math.round(millivolts * UNITS_A_MILLIVOLT);
        return (int) Math.max(-GREATEST, Math.min(GREATEST, units));
    }
}
