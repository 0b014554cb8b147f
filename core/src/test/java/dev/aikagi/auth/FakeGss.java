package dev.aikagi.auth;

import dev.aikagi.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mechanism of nobody's, for both sides: established after some tokens, with a MIC that is a hash
 * behind the data. A token "fault" is an error with a word for the other side.
 */
final class FakeGss implements GssAcceptor, GssInitiator {
  static final Bytes OID = Bytes.of(new byte[] {6, 3, 42, 3, 4});
  static final Bytes OTHER = Bytes.of(new byte[] {6, 3, 42, 3, 5});

  private final int tokens;
  boolean integrity = true;
  boolean noCredentials;
  boolean throwing;
  int open;
  final List<String> taken = new ArrayList<>();

  /** After this many tokens of the peer's. */
  FakeGss(int tokens) {
    this.tokens = tokens;
  }

  @Override
  public Bytes mechanism() {
    return OID;
  }

  @Override
  public GssContext accept() throws GssException {
    return begin(false);
  }

  @Override
  public GssContext initiate() throws GssException {
    return begin(true);
  }

  private GssContext begin(boolean initiates) throws GssException {
    if (noCredentials) {
      throw new GssException(new GssReason.NoTicket("FILE:/none"));
    }
    open++;
    return new Context(initiates ? tokens + 1 : tokens);
  }

  static byte[] mic(byte[] data) {
    return Bytes.utf8("mic " + Arrays.hashCode(data)).toArray();
  }

  private final class Context implements GssContext {
    private int left;

    Context(int left) {
      this.left = left;
    }

    @Override
    public byte[] step(byte[] token) throws GssException {
      if (throwing) {
        throw new IllegalStateException("token");
      }
      String text = new String(token, StandardCharsets.UTF_8);
      taken.add(text);
      if (text.equals("fault")) {
        throw new GssException(
            new GssReason.ClockSkew("an hour"), Bytes.utf8("skewed"), /* cause= */ null);
      }
      if (text.equals("skewed") || text.equals("mute")) {
        throw new GssException(new GssReason.Failed("the other side says skew"));
      }
      left--;
      return Bytes.utf8("answer " + taken.size()).toArray();
    }

    @Override
    public boolean isEstablished() {
      return left <= 0;
    }

    @Override
    public boolean hasIntegrity() {
      return integrity;
    }

    @Override
    public byte[] mic(byte[] data) {
      return FakeGss.mic(data);
    }

    @Override
    public void verifyMic(byte[] data, byte[] mic) throws GssException {
      if (!Arrays.equals(mic, FakeGss.mic(data))) {
        throw new GssException(new GssReason.Failed("another checksum"));
      }
    }

    @Override
    public String peerName() {
      return "alice@REALM";
    }

    @Override
    public void close() {
      open--;
    }
  }
}
