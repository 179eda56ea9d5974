package dev.hourglass.compression.entropy;

import java.util.Objects;

/** The reading half of the predictive coder that {@link DpcmEncoder} describes. */
public final class DpcmDecoder {
    private final DpcmModel model = new DpcmModel();

    /**
     * Decodes a segment.
     *
     * @param samples receives {@code count} of them from {@code from} on
     * @param maximumError that of the encoder for this segment
     * @throws MalformedCodeException where no encoder has written this
     */
    public void decode(RangeDecoder in, int[] samples, int from, int count, int maximumError)
            throws MalformedCodeException {
        Objects.checkFromIndexSize(from, count, samples.length);
        model.begin(maximumError);
        for (int start = 0; start < count; start += DpcmModel.SUB_BLOCK) {
            int length = Math.min(DpcmModel.SUB_BLOCK, count - start);
            decodeSubBlock(in, samples, from + start, length);
        }
    }

    private void decodeSubBlock(RangeDecoder in, int[] samples, int from, int length)
            throws MalformedCodeException {
        model.decodeChoice(in);
        SymbolTable table = ResidualTables.get(model.table());
        int[] coefficients = DpcmModel.COEFFICIENTS[model.order()];
        int one = coefficients[0];
        int two = coefficients[1];
        int three = coefficients[2];
        int last = model.last;
        int secondLast = model.secondLast;
        int thirdLast = model.thirdLast;
        for (int i = from; i < from + length; i++) {
            int prediction = one * last + two * secondLast + three * thirdLast;
            long sample = prediction + (long) table.decode(in) * model.step;
            // An encoder's are off by the maximum error at most.
            if (sample < -2L * DpcmModel.MAX_SAMPLE || sample > 2L * DpcmModel.MAX_SAMPLE) {
                throw new MalformedCodeException("A sample has more than 24 bits");
            }
            thirdLast = secondLast;
            secondLast = last;
            last = (int) sample;
            samples[i] = last;
        }
        model.last = last;
        model.secondLast = secondLast;
        model.thirdLast = thirdLast;
    }
}
