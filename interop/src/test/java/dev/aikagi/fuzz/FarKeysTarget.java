package dev.aikagi.fuzz;

import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.copyid.Addition;
import dev.aikagi.tools.copyid.InstallKey;
import dev.aikagi.tools.rotate.KeyPlace;
import dev.aikagi.trust.AuthorizedKeys;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A file of keys at another machine, as ssh-copy-id and a rotation of keys read it: what they add
 * and take away changes no other line.
 */
public final class FarKeysTarget {
  private static final PublicKey OLD = Found.AUTHORITY.publicKey();
  private static final InstallKey FRESH =
      new InstallKey(Found.OTHER, "a comment", "name", Optional.empty());

  private FarKeysTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Addition addition = Addition.to(data, List.of(FRESH));
    Found.check(
        addition.missing().size() + addition.present().size() == 1, "both there and missing");
    byte[] added = with(data, addition.text().toArray());
    Found.check(Addition.to(added, List.of(FRESH)).missing().isEmpty(), "still missing");
    if (KeyPlace.of(data, OLD, FRESH) instanceof KeyPlace.Ready ready) {
      Found.check(!ready.lines().isEmpty(), "an old key in no line");
      Found.check(!has(ready.without().toArray(), OLD), "the old key is still there");
      Found.check(has(with(data, ready.added().toArray()), FRESH.key()), "the new one is missing");
      Found.check(
          entries(ready.without().toArray()) == entries(data) - ready.lines().size(),
          "other keys have gone or come");
    }
  }

  private static byte[] with(byte[] content, byte[] more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(content);
    out.writeBytes(more);
    return out.toByteArray();
  }

  private static boolean has(byte[] content, PublicKey key) {
    return AuthorizedKeys.parse("", content).lines().stream()
        .anyMatch(l -> l instanceof AuthorizedKeys.Line.Entry e && e.blob().equals(key.blob()));
  }

  private static long entries(byte[] content) {
    return AuthorizedKeys.parse("", content).lines().stream()
        .filter(AuthorizedKeys.Line.Entry.class::isInstance)
        .count();
  }
}
