package dev.aikagi.tools.copyid;

import dev.aikagi.key.PublicKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A public key to be installed.
 *
 * @param comment as it stood behind the key
 * @param name what messages call it
 * @param privateHalf where the file of the private half would be; empty for an agent's key
 */
public record InstallKey(PublicKey key, String comment, String name, Optional<Path> privateHalf) {
  /**
   * The line that is sent: made of the parsed key, so that nothing else can leave this machine. A
   * control character in the comment could end the line and begin another one with options.
   */
  public String line() {
    StringBuilder text = new StringBuilder();
    comment
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029)
        .forEach(text::appendCodePoint);
    String clean = text.toString().strip();
    return clean.isEmpty() ? key.line() : key.line() + " " + clean;
  }
}
