package dev.aikagi.connection;

/** What a session wants of its pseudo-terminal: TERM, size and modes (RFC 4254 section 6.2). */
public record Pty(String term, TerminalSize size, TerminalModes modes) {}
