package dev.aikagi.fuzz;

import dev.aikagi.trust.KnownHostsEdit;
import dev.aikagi.trust.KnownHostsFile;
import java.util.Arrays;

/** {@link KnownHostsFile#parse}, and that an edit loses no line that it does not name. */
public final class KnownHostsTarget {
  private KnownHostsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    KnownHostsFile file = KnownHostsFile.parse("f", data);
    for (KnownHostsFile.Line line : file.lines()) {
      if (line instanceof KnownHostsFile.Line.Broken broken) {
        Found.oneLine(broken.detail());
      }
    }
    file.find("h").forEach(Found::sayNothing);
    file.find("[h]:22222").forEach(Found::sayNothing);
    KnownHostsEdit removed = KnownHostsEdit.removed(file, "h");
    if (!removed.changed()) {
      Found.check(Arrays.equals(withLineEnd(data), removed.bytes()), "another file");
    }
    Found.check(!KnownHostsEdit.removed(again(removed), "h").changed(), "it was not removed");
    KnownHostsEdit hashed = KnownHostsEdit.hashed(file);
    Found.check(!KnownHostsEdit.hashed(again(hashed)).changed(), "hashed twice");
  }

  private static KnownHostsFile again(KnownHostsEdit edit) {
    return KnownHostsFile.parse("f", edit.bytes());
  }

  private static byte[] withLineEnd(byte[] data) {
    if (data.length == 0 || data[data.length - 1] == '\n') {
      return data;
    }
    byte[] whole = Arrays.copyOf(data, data.length + 1);
    whole[data.length] = '\n';
    return whole;
  }
}
