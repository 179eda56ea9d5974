package dev.hourglass.compression.container;

/** What follows a container's header: compressed windows and attached files. */
public sealed interface Section permits Block, Attachment {}
