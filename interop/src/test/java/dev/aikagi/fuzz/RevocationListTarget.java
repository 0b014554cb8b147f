package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.key.RevocationList;
import dev.aikagi.key.RevocationListBuilder;
import java.time.Instant;
import java.util.Arrays;

/** {@link RevocationList#parse}, and that a list written anew gives the same answers. */
public final class RevocationListTarget {
  private RevocationListTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedException {
    RevocationList list;
    try {
      list = RevocationList.parse(data);
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
      return;
    }
    byte[] written = written(list);
    RevocationList again = RevocationList.parse(written);
    Found.check(Arrays.equals(written, written(again)), "another list each time");
    Found.check(
        list.revokes(Found.AUTHORITY.publicKey()) == again.revokes(Found.AUTHORITY.publicKey()),
        "another answer for a key");
    Found.check(
        list.revokes(Found.CERTIFICATE) == again.revokes(Found.CERTIFICATE),
        "another answer for a certificate");
  }

  private static byte[] written(RevocationList list) {
    return new RevocationListBuilder().addAll(list).toBytes(Instant.EPOCH);
  }
}
