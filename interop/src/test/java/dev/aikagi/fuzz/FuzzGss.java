package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;

/** A mechanism of nobody's: established after some tokens, with a MIC that nobody can make. */
final class FuzzGss implements GssContext {
  static final Bytes OID = Bytes.of(new byte[] {6, 3, 42, 3, 4});

  private int left;
  private boolean closed;

  FuzzGss(int tokens) {
    left = tokens;
  }

  @Override
  public byte[] step(byte[] token) throws GssException {
    Found.check(!closed && left > 0, "a token for a context that wants none");
    if (token.length > 0 && token[0] == 'f') {
      throw new GssException(new GssReason.Failed("a fault"), Bytes.utf8("f"), null);
    }
    left--;
    return new byte[] {'t'};
  }

  @Override
  public boolean isEstablished() {
    return left <= 0;
  }

  @Override
  public boolean hasIntegrity() {
    Found.check(isEstablished(), "asked too early");
    return true;
  }

  @Override
  public byte[] mic(byte[] data) {
    Found.check(isEstablished() && !closed, "a MIC too early");
    return new byte[] {'m'};
  }

  @Override
  public void verifyMic(byte[] data, byte[] mic) throws GssException {
    Found.check(isEstablished() && !closed, "a MIC too early");
    throw new GssException(new GssReason.Failed("another checksum"));
  }

  @Override
  public String peerName() {
    throw new IllegalStateException("nobody is proven");
  }

  @Override
  public void close() {
    closed = true;
  }
}
