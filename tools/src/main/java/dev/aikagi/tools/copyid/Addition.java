package dev.aikagi.tools.copyid;

import dev.aikagi.Bytes;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file of keys still needs.
 *
 * @param missing keys that are in no line of it
 * @param present keys that are, each with its line
 * @param text what is to be added to its end
 */
public record Addition(List<InstallKey> missing, List<Present> present, Bytes text) {
  /** A key that is in the file already. */
  public record Present(InstallKey key, int line, boolean hasOptions) {}

  /** Of a file as it was read. */
  public static Addition to(byte[] content, List<InstallKey> keys) {
    Map<Bytes, AuthorizedKeys.Line.Entry> lines = new HashMap<>();
    // The line ends of Windows' editors are no part of a key.
    String text = new String(content, StandardCharsets.UTF_8).replace("\r\n", "\n");
    for (AuthorizedKeys.Line line :
        AuthorizedKeys.parse("", text.getBytes(StandardCharsets.UTF_8)).lines()) {
      if (line instanceof AuthorizedKeys.Line.Entry e && !e.options().certAuthority()) {
        lines.putIfAbsent(e.blob(), e);
      }
    }
    List<InstallKey> missing = new ArrayList<>();
    List<Present> present = new ArrayList<>();
    for (InstallKey key : keys) {
      AuthorizedKeys.Line.Entry line = lines.get(key.key().blob());
      if (line == null) {
        missing.add(key);
      } else {
        boolean options = !line.options().equals(AuthorizedKeyOptions.NONE);
        present.add(new Present(key, line.number(), options));
      }
    }
    return new Addition(missing, present, text(content, missing));
  }

  private static Bytes text(byte[] content, List<InstallKey> missing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!missing.isEmpty() && content.length > 0 && content[content.length - 1] != '\n') {
      // Else the last key and the new one would be one line, and neither a key.
      out.write('\n');
    }
    for (InstallKey key : missing) {
      out.writeBytes((key.line() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Bytes.of(out.toByteArray());
  }
}
