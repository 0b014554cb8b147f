package dev.aikagi.auth;

/**
 * One side of a security context of the GSS-API (RFC 2743) that is being made, or is made. One
 * thread's.
 */
public interface GssContext extends AutoCloseable {
  /**
   * Takes the peer's token, nothing at first on the side that begins, and gives the next one of
   * this side, or nothing. May ask a key distribution centre: the mechanism's own limits hold for
   * that wait.
   */
  byte[] step(byte[] token) throws GssException;

  /** Whether both sides have proven what the mechanism lets them prove. */
  boolean isEstablished();

  /** Whether {@link #mic} is there; once established. */
  boolean hasIntegrity();

  /** Protects what is not sent along. */
  byte[] mic(byte[] data) throws GssException;

  /** Throws where the peer did not make it over this. */
  void verifyMic(byte[] data, byte[] mic) throws GssException;

  /** Who the peer has proven to be; once established. */
  String peerName() throws GssException;

  /** Forgets the keys. */
  @Override
  void close();
}
