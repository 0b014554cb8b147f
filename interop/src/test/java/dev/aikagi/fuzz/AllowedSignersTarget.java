package dev.aikagi.fuzz;

import dev.aikagi.key.FileSignature;
import dev.aikagi.trust.AllowedSigners;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;

/** {@link AllowedSigners#parse}, and what is asked of the lines. */
public final class AllowedSignersTarget {
  private static final FileSignature SIGNATURE = signature();

  private AllowedSignersTarget() {}

  private static FileSignature signature() {
    try {
      return FileSignature.sign(
          Found.AUTHORITY,
          "file",
          FileSignature.Hash.SHA512,
          new ByteArrayInputStream(new byte[0]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    AllowedSigners signers = AllowedSigners.parse("f", data, ZoneOffset.UTC);
    for (AllowedSigners.Line line : signers.lines()) {
      if (line instanceof AllowedSigners.Line.Unusable unusable) {
        Found.oneLine(unusable.reason().summary());
      }
    }
    signers.matching("a@example.org").forEach(Found::sayNothing);
    Found.sayNothing(signers.principals(SIGNATURE, Instant.EPOCH));
    if (signers.decide(SIGNATURE, "a@example.org", Instant.EPOCH)
        instanceof AllowedSigners.Decision.NotAllowed not) {
      not.reasons().forEach(r -> Found.oneLine(r.summary()));
    }
  }
}
