package dev.aikagi.tools.copyid;

import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Public keys in files of this machine. */
final class KeyFiles {
  private static final String SUFFIX = ".pub";
  private static final int SHOWN = 512;

  /** How files with a private key begin, or what stands in their first line. */
  private static final List<String> PRIVATE = List.of("PRIVATE KEY-----", "PuTTY-User-Key-File-");

  private KeyFiles() {}

  static String publicName(String name) {
    return name.endsWith(SUFFIX) ? name : name + SUFFIX;
  }

  static String privateName(String name) {
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /**
   * All keys of a file.
   *
   * @param privateToo whether the private half must be there
   */
  static List<InstallKey> read(String name, boolean privateToo) throws Fatal {
    Path file = Path.of(publicName(name));
    Path other = Path.of(privateName(file.toString()));
    byte[] content = new byte[0];
    try {
      content = content(file, "");
      refusePrivate(file, content);
      if (privateToo) {
        requireReadable(other, file);
      }
      return keys(file, other, content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static byte[] content(Path file, String hint) throws Fatal {
    try {
      return PrivateKeyFile.content(file);
    } catch (IOException e) {
      throw cannotOpen(file, e, hint);
    }
  }

  private static Fatal cannotOpen(Path file, IOException e, String hint) {
    String why = e instanceof KeyFileException k ? k.reason().summary() : FileFault.sentence(e);
    return new Fatal(
        "failed to open ID file '" + shown(file.toString()) + "': " + why + hint, Exit.FAILURE);
  }

  private static void requireReadable(Path file, Path pub) throws Fatal {
    try (InputStream in = Files.newInputStream(file)) {
      int _ = in.read();
    } catch (IOException e) {
      String hint =
          "\n\t(to install the contents of '"
              + shown(pub.toString())
              + "' anyway, look at the -f option)";
      throw cannotOpen(file, e, hint);
    }
  }

  /** Before any of it becomes a text, which could not be wiped. */
  private static void refusePrivate(Path file, byte[] content) throws Fatal {
    for (String mark : PRIVATE) {
      if (contains(content, mark.getBytes(StandardCharsets.US_ASCII))) {
        throw new Fatal(
            "'"
                + shown(file.toString())
                + "' is a private key, which must never leave its place: nothing was sent."
                + "\n\t(ssh-keygen -y -f '"
                + shown(file.toString())
                + "' prints the public half, which belongs into a file of its own)",
            Exit.FAILURE);
      }
    }
  }

  private static boolean contains(byte[] content, byte[] mark) {
    for (int at = 0; at + mark.length <= content.length; at++) {
      if (Arrays.equals(content, at, at + mark.length, mark, 0, mark.length)) {
        return true;
      }
    }
    return false;
  }

  private static List<InstallKey> keys(Path file, Path other, byte[] content) throws Fatal {
    String text = new String(content, StandardCharsets.UTF_8);
    List<PublicKeyFile.Entry> entries = new ArrayList<>();
    if (text.startsWith("-----BEGIN") || text.startsWith("---- BEGIN")) {
      try {
        entries.add(PublicKeyFile.read(content));
      } catch (KeyFileException e) {
        throw notAKey(file, e.reason().summary());
      }
    } else {
      int number = 0;
      for (String line : text.split("\n", -1)) {
        number++;
        if (!line.isBlank() && !line.strip().startsWith("#")) {
          entries.add(entry(file, number, line));
        }
      }
    }
    List<InstallKey> keys = new ArrayList<>();
    for (PublicKeyFile.Entry e : entries) {
      String which = e.comment().isEmpty() ? Fingerprint.of(e.key()).toString() : e.comment();
      String name = other + (entries.size() == 1 ? "" : " (" + which + ")");
      keys.add(new InstallKey(e.key(), e.comment(), shown(name), Optional.of(other)));
    }
    return keys;
  }

  private static PublicKeyFile.Entry entry(Path file, int number, String line) throws Fatal {
    try {
      if (PublicKeyFile.certificate(line).isPresent()) {
        throw notAKey(
            file,
            "line "
                + number
                + " is a certificate, which a server accepts by its authority and not by a line"
                + " of its own");
      }
      return PublicKeyFile.line(line)
          .orElseThrow(() -> notAKey(file, "line " + number + " is no public key"));
    } catch (MalformedException e) {
      throw notAKey(file, "line " + number + ": " + e.getMessage());
    }
  }

  private static Fatal notAKey(Path file, String why) {
    return new Fatal(
        "'" + shown(file.toString()) + "' is not a public key file (" + why + "): nothing was sent",
        Exit.FAILURE);
  }

  static String shown(String text) {
    return Printable.of(text, SHOWN);
  }
}
