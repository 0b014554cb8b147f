package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.kerberos.KeytabFile;
import dev.aikagi.kerberos.UnseenKeytabException;
import java.util.HashSet;
import java.util.List;

/** {@link KeytabFile}: the names of principals, and no more text than the file has. */
public final class KeytabTarget {
  private KeytabTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    List<String> principals;
    try {
      principals = KeytabFile.parse(data).principals();
    } catch (MalformedException | UnseenKeytabException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
      return;
    }
    Found.check(principals.stream().allMatch(p -> p.contains("@")), "a name without a realm");
    Found.check(new HashSet<>(principals).size() == principals.size(), "a name twice");
    // A backslash more for each character at most.
    int length = principals.stream().mapToInt(String::length).sum();
    Found.check(length <= 2 * data.length, "more text than bytes");
  }
}
