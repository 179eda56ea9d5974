package dev.hourglass.network;

/** Named networks over signals from the literature. */
public enum SignalPreset {
    /** The compression of ECG by Yildirim, Tan and Acharya (2018): see {@link YildirimLayers}. */
    YILDIRIM
}
