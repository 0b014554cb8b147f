package dev.aikagi.transport;

/**
 * How far the peer has come, as its messages show. It only ever goes forward, except between the
 * last two.
 */
enum Phase {
  /** The version line, or what precedes it. */
  VERSION,
  /** The peer's first KEXINIT is expected. */
  KEXINIT,
  /** The messages of the first key exchange. */
  KEX,
  /** The peer's first NEWKEYS. */
  NEWKEYS,
  /** SERVICE_REQUEST or SERVICE_ACCEPT. */
  SERVICE,
  /** User authentication. */
  AUTH,
  /** The connection protocol. */
  AUTHED,
  /** The peer sent another KEXINIT and has not sent NEWKEYS. */
  REKEY
}
