package dev.aikagi.posix;

/** A terminal's size, in characters and, where known, in pixels (else 0). */
public record WindowSize(int columns, int rows, int widthPixels, int heightPixels) {}
