package dev.aikagi.tools.securitykey;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeyPublicKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What the process with the library is to sign. Wiped by whoever made it.
 *
 * @param provider "internal", or a file
 * @param pin null for none
 */
public record HelperRequest(
    String provider, SecurityKeyPrivateKey key, Bytes data, @Nullable SecretBytes pin)
    implements AutoCloseable {
  /** A request of an agent's client with all that belongs to its key. */
  static final int MAX = 512 * 1024;

  private static final int MAX_PIN = 1024;

  /** Five of them, and two bytes. */
  private static final int LENGTHS = 5 * 4 + 2;

  /** Room for all that is secret, so that no copy is left behind while it grows. */
  WireWriter write() {
    Bytes blob = key.publicKey().blob();
    int size = LENGTHS + provider.length() * 3 + blob.length() + key.keyHandle().length();
    WireWriter out = new WireWriter(size + data.length() + (pin == null ? 0 : pin.length()));
    out.writeUtf8(provider).writeString(blob).writeByte(key.flags());
    out.writeString(key.keyHandle().expose()).writeString(data).writeBoolean(pin != null);
    return out.writeString(pin == null ? new byte[0] : pin.expose());
  }

  static HelperRequest read(byte[] message) throws MalformedException {
    WireReader in = new WireReader(message);
    String provider = in.readUtf8();
    if (!(PublicKey.parse(in.readBytes()) instanceof SecurityKeyPublicKey publicKey)) {
      throw new MalformedException("a key that is in no authenticator");
    }
    int flags = in.readByte();
    SecretBytes handle = SecretBytes.taking(in.readString());
    Bytes data = in.readBytes();
    boolean given = in.readBoolean();
    SecretBytes pin = SecretBytes.taking(in.readString(MAX_PIN));
    in.expectEnd();
    return new HelperRequest(
        provider,
        new SecurityKeyPrivateKey(publicKey, flags, handle, Bytes.EMPTY),
        data,
        given ? pin : null);
  }

  @Override
  public void close() {
    key.close();
    if (pin != null) {
      pin.close();
    }
  }

  /** Without the handle and the PIN. */
  @Override
  public String toString() {
    return "HelperRequest[" + key.type() + "]";
  }
}
