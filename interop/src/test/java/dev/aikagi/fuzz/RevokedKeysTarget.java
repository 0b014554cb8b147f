package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.trust.RevokedKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** {@link RevokedKeys}: a file of any form, and that a line more revokes what it names. */
public final class RevokedKeysTarget {
  private static final byte[] LINE =
      ("\n" + Found.AUTHORITY.publicKey().line() + "\n").getBytes(StandardCharsets.US_ASCII);

  private RevokedKeysTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedException {
    try {
      boolean key = RevokedKeys.lists(data, Found.AUTHORITY.publicKey());
      boolean certificate = RevokedKeys.lists(data, Found.CERTIFICATE);
      // It is its own authority, and the key in it.
      Found.check(certificate || !key, "the key is revoked, its certificate is not");
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
      return;
    }
    if (data.length > 0 && data[0] != 'S') {
      ByteArrayOutputStream more = new ByteArrayOutputStream();
      more.writeBytes(data);
      more.writeBytes(LINE);
      Found.check(
          RevokedKeys.lists(more.toByteArray(), Found.AUTHORITY.publicKey()), "it is not revoked");
    }
  }
}
