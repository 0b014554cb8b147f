package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.key.RevocationList;
import dev.aikagi.key.RevocationListBuilder;
import dev.aikagi.key.RevocationScope;
import dev.aikagi.key.RevocationSpec;
import dev.aikagi.key.RevocationSpecException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** {@link RevocationSpec#read}, and that what it accepts can be written and read again. */
public final class RevocationSpecTarget {
  private RevocationSpecTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws MalformedException {
    RevocationListBuilder builder = new RevocationListBuilder();
    try {
      RevocationSpec.read(data, Optional.of(new RevocationScope.EveryAuthority()), builder);
    } catch (RevocationSpecException e) {
      Found.check(e.line() > 0 && !e.reason().summary().isEmpty(), "no reason");
    } catch (MalformedException e) {
      Found.check(RevocationList.is(data), "the wrong reason");
    }
    byte[] written = builder.toBytes(Instant.EPOCH);
    byte[] again =
        new RevocationListBuilder().addAll(RevocationList.parse(written)).toBytes(Instant.EPOCH);
    Found.check(Arrays.equals(written, again), "another list when it is read");
  }
}
