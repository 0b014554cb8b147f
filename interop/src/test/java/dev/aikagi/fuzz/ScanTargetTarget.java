package dev.aikagi.fuzz;

import dev.aikagi.tools.keyscan.Target;
import java.nio.charset.StandardCharsets;

/** {@link Target#of}: the lines of {@code ssh-keyscan -f}, and networks without end. */
public final class ScanTargetTarget {
  private ScanTargetTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Target.of(new String(data, StandardCharsets.UTF_8))
        .limit(3)
        .forEach(
            target -> {
              Found.check(!target.addresses().isEmpty(), "nobody to ask");
              Found.check(!target.stray() || target.addresses().size() == 1, "two in one place");
            });
  }
}
