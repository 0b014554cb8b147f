package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.LineMend;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link AuthorizedKeys}, as the server reads it and as whoever looks for faults does. */
public final class AuthorizedKeysTarget {
  private AuthorizedKeysTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    AuthorizedKeys keys = AuthorizedKeys.parse("f", data, ZoneOffset.UTC);
    AuthorizedKeys examined = AuthorizedKeys.examine("f", data);
    // A key whose end is missing is one that the server never finds, and a fault for a person.
    Found.check(entries(keys) >= entries(examined), "keys for who looks for faults alone");
    int last = 0;
    for (AuthorizedKeys.Line line : examined.lines()) {
      Found.check(line.number() > last, "lines out of order");
      last = line.number();
      if (line instanceof AuthorizedKeys.Line.Unusable unusable) {
        mend(data, unusable.reason());
      }
    }
    examined.hidden().forEach(r -> mend(data, r));
    if (keys.decide(Found.AUTHORITY.publicKey(), "h", "127.0.0.1", Instant.EPOCH)
        instanceof AuthorizedKeys.Decision.NotAuthorized not) {
      not.reasons().forEach(r -> Found.oneLine(r.summary()));
    }
  }

  /** A line that is mended takes no key away that counts already. */
  private static void mend(byte[] data, AuthorizedKeyReason reason) {
    Found.oneLine(reason.summary());
    LineMend.of(data, reason)
        .ifPresent(
            mend ->
                Found.check(
                    blobs(mend.applied(data).toArray()).containsAll(blobs(data)),
                    "fewer keys for a mend"));
  }

  private static Set<Bytes> blobs(byte[] text) {
    return AuthorizedKeys.examine("f", text).lines().stream()
        .filter(AuthorizedKeys.Line.Entry.class::isInstance)
        .map(line -> ((AuthorizedKeys.Line.Entry) line).blob())
        .collect(Collectors.toSet());
  }

  private static long entries(AuthorizedKeys keys) {
    return keys.lines().stream().filter(AuthorizedKeys.Line.Entry.class::isInstance).count();
  }
}
