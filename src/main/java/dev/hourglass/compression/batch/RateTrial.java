package dev.hourglass.compression.batch;

import dev.hourglass.compression.CodecSettings;
import dev.hourglass.compression.StretchTrial;
import dev.hourglass.compression.quality.Distortion;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Finds out, on executors, what settings come to on sampled leads. */
record RateTrial(CodecPool pool, CodecSettings settings)
        implements FlatMapFunction<Iterator<SampledLead>, RateTrial.Lead> {
    /**
     * What a whole lead is expected to come to.
     *
     * @param bits of the file
     * @param originalBits before compression
     * @param prdn percent
     */
    record Lead(long samples, double bits, double originalBits, double prdn)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Iterator<Lead> call(Iterator<SampledLead> leads) throws IOException {
        StretchTrial trial = new StretchTrial(pool.lend(), settings);
        List<Lead> tried = new ArrayList<>();
        while (leads.hasNext()) {
            SampledLead lead = leads.next();
            long bytes = 0;
            long samples = 0;
            Distortion distortion = new Distortion();
            for (int[] stretch : lead.stretches()) {
                StretchTrial.Result result =
                        trial.run(stretch, lead.frequency(), lead.calibration(), lead.format());
                bytes += result.bytes();
                samples += stretch.length;
                distortion.merge(result.distortion());
            }
            double all = (double) bytes / samples * lead.samples() + lead.sharedBytes();
            tried.add(
                    new Lead(
                            lead.samples(),
                            Byte.SIZE * all,
                            (double) lead.samples() * lead.resolution(),
                            distortion.prdn()));
        }
        return tried.iterator();
    }

    /** What leads come to together. */
    static RateFigures figures(List<Lead> leads) {
        double bits = leads.stream().mapToDouble(Lead::bits).sum();
        return new RateFigures(
                bits / leads.stream().mapToLong(Lead::samples).sum(),
                leads.stream().mapToDouble(Lead::originalBits).sum() / bits,
                leads.stream()
                        .mapToDouble(Lead::prdn)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0));
    }
}
