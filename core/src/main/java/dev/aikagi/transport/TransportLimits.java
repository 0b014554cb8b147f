package dev.aikagi.transport;

import java.time.Duration;

/** What a peer may make this side hold, read or wait for. Sources: OpenSSH, Dropbear, RFC 4253. */
final class TransportLimits {
  private TransportLimits() {}

  /** packet_length of OpenSSH and most others; RFC 4253 section 6.1 demands 35000. */
  static final int MAX_PACKET = 256 * 1024;

  /** The least that RFC 4253 section 6.1 allows: strangers get no more. */
  static final int MAX_PACKET_BEFORE_AUTH = 35_000;

  /** padding_length, one byte of payload, four of padding. */
  static final int MIN_PACKET = 6;

  static final int MAX_BYTES_BEFORE_AUTH = 1024 * 1024;
  static final int MAX_PACKETS_BEFORE_AUTH = 1000;

  /** What may come between a peer's KEXINIT and its NEWKEYS (CVE-2025-22869, CVE-2025-26466). */
  static final int MAX_PACKETS_IN_KEX = 64;

  static final int MAX_BYTES_IN_KEX = 2 * 1024 * 1024;

  /** From the first KEXINIT of an exchange to the last NEWKEYS. */
  static final Duration KEX_TIME = Duration.ofMinutes(2);

  /** How long a goodbye may take. */
  static final Duration GOODBYE_TIME = Duration.ofSeconds(1);

  /** RFC 4253 section 4.2, with CR and LF. */
  static final int MAX_VERSION_LINE = 255;

  /** OpenSSH's limits for what a server says before its version. */
  static final int MAX_LINE_BEFORE_VERSION = 8192;

  static final int MAX_LINES_BEFORE_VERSION = 1024;

  /**
   * Packets that are acknowledged at once: those of a login and of the start of a program. OpenSSH
   * turns Nagle's algorithm off no earlier than that.
   */
  static final long PACKETS_ACKNOWLEDGED = 40;

  /** Answers of the reader that wait for a writer: beyond this the reader waits too. */
  static final int MAX_POSTED_BYTES = 256 * 1024;

  /** The same while a key exchange runs, when the reader must not wait for itself. */
  static final int MAX_POSTED_BYTES_IN_KEX = 2 * 1024 * 1024;
}
