package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.kex.Moduli;
import java.nio.charset.StandardCharsets;

/** {@link Moduli#parse}. */
public final class ModuliTarget {
  private ModuliTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      Found.check(
          Moduli.parse(new String(data, StandardCharsets.UTF_8)).size() <= data.length / 256,
          "more groups than fit");
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
    }
  }
}
