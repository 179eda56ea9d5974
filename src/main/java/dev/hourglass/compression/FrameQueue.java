package dev.hourglass.compression;

import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Joins the segments of signals, which come in turn, to frames, and hands these on. It holds as
 * many samples as {@link BlockOrder#heldSamples} tells, and as many more while it does.
 */
final class FrameQueue {
    private final RecordSink sink;
    private final int[] samplesPerFrame;
    private final List<Deque<int[]>> waiting;

    /** By signal: samples that wait. */
    private final long[] lengths;

    /** By signal: samples of the first segment that were handed on. */
    private final int[] written;

    FrameQueue(RecordSink sink, int[] samplesPerFrame) {
        this.sink = sink;
        this.samplesPerFrame = samplesPerFrame;
        this.waiting =
                Arrays.stream(samplesPerFrame)
                        .<Deque<int[]>>mapToObj(i -> new ArrayDeque<>())
                        .toList();
        this.lengths = new long[samplesPerFrame.length];
        this.written = new int[samplesPerFrame.length];
    }

    /** Takes the next segments of a signal, and hands on the frames that are whole. */
    void add(int signal, List<int[]> segments) throws IOException, MalformedRecordException {
        for (int[] segment : segments) {
            waiting.get(signal).add(segment);
            lengths[signal] += segment.length;
        }
        long frames = Long.MAX_VALUE;
        for (int i = 0; i < lengths.length; i++) {
            frames = Math.min(frames, lengths[i] / samplesPerFrame[i]);
        }
        if (frames > 0) {
            write(Math.toIntExact(frames));
        }
    }

    private void write(int frames) throws IOException, MalformedRecordException {
        int[][] samples = new int[lengths.length][];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = take(i, Math.multiplyExact(frames, samplesPerFrame[i]));
        }
        sink.write(samples, frames);
    }

    private int[] take(int signal, int count) {
        int[] samples = new int[count];
        Deque<int[]> segments = waiting.get(signal);
        int filled = 0;
        while (filled < count) {
            int[] first = segments.element();
            int part = Math.min(count - filled, first.length - written[signal]);
            System.arraycopy(first, written[signal], samples, filled, part);
            filled += part;
            written[signal] += part;
            if (written[signal] == first.length) {
                segments.remove();
                written[signal] = 0;
            }
        }
        lengths[signal] -= count;
        return samples;
    }
}
