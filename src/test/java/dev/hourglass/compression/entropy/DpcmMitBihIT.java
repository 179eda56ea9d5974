package dev.hourglass.compression.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How short real ECG becomes. */
@Tag("real-data")
class DpcmMitBihIT {
    private static final int SAMPLES = 650_000;

    private String data;

    @BeforeEach
    void needsTheDatabase() {
        data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"100, MLII, 3.65", "117, MLII, 3.75", "208, MLII, 4.5", "232, V1, 3.65"})
    void aLeadTakesAThirdOfItsTwelveBits(String record, String lead, double bitsASample)
            throws Exception {
        int[] samples = samples(record, lead);
        byte[] code = encode(samples, 0);

        assertThat(decode(code, 0)).isEqualTo(samples);
        assertThat(8.0 * code.length / SAMPLES).isLessThan(bitsASample);
    }

    @Test
    void anErrorOfTwoUnitsHalvesIt() throws Exception {
        int[] samples = samples("100", "MLII");
        byte[] code = encode(samples, 2);
        int[] decoded = decode(code, 2);

        int largest = 0;
        for (int i = 0; i < SAMPLES; i++) {
            largest = Math.max(largest, Math.abs(decoded[i] - samples[i]));
        }
        assertThat(largest).isEqualTo(2);
        assertThat(2 * code.length).isLessThan(encode(samples, 0).length);
    }

    private static byte[] encode(int[] samples, int maximumError) {
        RangeEncoder out = new RangeEncoder();
        new DpcmEncoder().encode(samples, 0, SAMPLES, maximumError, out);
        return out.finish();
    }

    private static int[] decode(byte[] code, int maximumError) throws MalformedCodeException {
        int[] samples = new int[SAMPLES];
        RangeDecoder in = new RangeDecoder(code);
        new DpcmDecoder().decode(in, samples, 0, SAMPLES, maximumError);
        in.finish();
        return samples;
    }

    private int[] samples(String record, String lead) throws Exception {
        Path path = new Path(data, "mitbih/" + record + ".hea");
        FileSystem files = path.getFileSystem(new Configuration(false));
        LeadSamples verified = WfdbRecord.open(files, path).lead(Optional.of(lead)).verified();
        int[] samples = new int[SAMPLES];
        try (LeadReader reader = verified.reader()) {
            reader.read(samples, 0, SAMPLES);
        }
        return samples;
    }
}
