package dev.hourglass.compression;

import dev.hourglass.compression.container.Block;
import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.quality.Distortion;
import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.LeadReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compresses stretches of signals and brings them back, to find out what settings come to. Not for
 * several threads at once.
 */
public final class StretchTrial {
    private final CodecNetwork network;
    private final CodecSettings settings;
    private final CodeTables tables;
    private final WindowFits fits;

    /**
     * @param network not closed here
     */
    public StretchTrial(CodecNetwork network, CodecSettings settings) {
        this.network = network;
        this.settings = settings;
        this.tables = new CodeTables(network.distribution(), settings.step());
        this.fits = new WindowFits(network.window());
    }

    /**
     * What a stretch came to.
     *
     * @param bytes of its blocks, their frames included
     * @param distortion of its samples, in ADC units
     */
    public record Result(long bytes, Distortion distortion) {}

    /**
     * Compresses a stretch as if it were a whole signal.
     *
     * @param samples in ADC units, {@link LeadReader#MISSING} where they were not recorded
     * @param frequency of the signal, Hz
     * @param calibration of the signal, in the header's unit
     * @param format in which its record will be written, 16 or 212
     */
    public Result run(int[] samples, double frequency, Calibration calibration, int format)
            throws IOException {
        WindowSize size = WindowSize.of(network, settings.overlap(), frequency);
        WindowFit fit = fits.of(size);
        WindowGrid grid = size.grid(samples.length);
        SampleRange range = SampleRange.of(format);
        QualityBound bound = QualityBound.of(settings.promise(), calibration.inMillivolts());
        SignalCompressor compressor =
                new SignalCompressor(
                        network,
                        tables,
                        fit,
                        grid,
                        new SegmentStorage(bound, range),
                        new SampleWindows.Samples() {
                            private int next;

                            @Override
                            public void read(int[] target, int from, int count) {
                                System.arraycopy(samples, next, target, from, count);
                                next += count;
                            }
                        });
        SignalDecompressor decompressor = new SignalDecompressor(network, tables, fit, grid, range);
        long bytes = 0;
        List<int[]> segments = new ArrayList<>();
        try {
            for (long window = 0; window < grid.count(); ) {
                List<StoredWindow> block = compressor.block();
                byte[] payload = compressor.payload(block);
                bytes += Block.LEAST_BYTES + payload.length;
                segments.addAll(decompressor.take(block.size(), payload));
                window += block.size();
            }
        } catch (MalformedCodeException e) {
            throw new IllegalStateException("the decoder cannot read what was encoded", e);
        }
        segments.addAll(decompressor.finish());
        return new Result(bytes, distortion(samples, segments));
    }

    private static Distortion distortion(int[] samples, List<int[]> segments) {
        Distortion distortion = new Distortion();
        int i = 0;
        for (int[] segment : segments) {
            for (int decoded : segment) {
                if (samples[i] != LeadReader.MISSING) {
                    distortion.add(samples[i], decoded);
                }
                i++;
            }
        }
        return distortion;
    }
}
