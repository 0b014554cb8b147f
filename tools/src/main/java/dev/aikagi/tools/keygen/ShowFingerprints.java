package dev.aikagi.tools.keygen;

import dev.aikagi.Printable;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.Randomart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** -l: of a private key, or of every public key in a file of any kind. */
final class ShowFingerprints {
  private static final int MAX_SHOWN = 4096;

  private final Request request;
  private final Desk desk;

  ShowFingerprints(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
  }

  void run() throws Failure, IOException {
    String name = new KeyFiles(request, desk).name("Enter file in which the key is");
    boolean standardInput = name.equals("-");
    String shown = standardInput ? "(stdin)" : name;
    if (Files.isDirectory(Path.of(name))) {
      throw Failure.fatal(shown + " is not a public key file.");
    }
    String[] lines;
    try (InputStream in = standardInput ? desk.in() : Files.newInputStream(Path.of(name))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
    } catch (IOException e) {
      throw Failure.fatal("ssh-keygen: " + shown + ": " + FileFault.sentence(e));
    }
    boolean isPrivate = lines[0].contains("PRIVATE KEY") || lines[0].startsWith("PuTTY-User-Key");
    if (!standardInput && isPrivate) {
      ofPrivate(name);
      return;
    }
    boolean any = false;
    int number = 0;
    for (String line : lines) {
      number++;
      if (ofLine(line.strip())) {
        any = true;
      } else if (request.verbose() && !isBlank(line)) {
        desk.out().flush();
        desk.log("debug1: " + shown + ":" + number + ": not a public key");
      }
    }
    if (!any) {
      throw Failure.fatal(shown + " is not a public key file.");
    }
  }

  private void ofPrivate(String name) throws Failure {
    PublicFiles.Loaded entry = KeyFiles.publicKey(name).orElse(null);
    if (entry == null || entry.comment().isEmpty()) {
      if (PrivateKeyFile.read(Path.of(name), null) instanceof PrivateKeyFile.Loaded loaded) {
        var key = new KeyOrCertificate.Plain(loaded.key().publicKey());
        entry = new PublicFiles.Loaded(key, loaded.comment());
        loaded.key().close();
      }
    }
    if (entry == null) {
      throw Failure.fatal(name + " is not a key file.");
    }
    print(entry.key(), entry.comment());
  }

  /** A bare key, or one behind options or host names, whose first word then stands as comment. */
  private boolean ofLine(String line) {
    if (isBlank(line)) {
      return false;
    }
    Optional<KeyLine.Found> entry = key(line);
    String before = "";
    if (entry.isEmpty()) {
      int end = firstWord(line);
      before = line.substring(0, end);
      entry = key(line.substring(end));
    }
    if (entry.isEmpty()) {
      return false;
    }
    String comment = entry.get().comment();
    print(entry.get().key(), comment.isEmpty() || comment.startsWith("#") ? before : comment);
    return true;
  }

  private static boolean isBlank(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private static Optional<KeyLine.Found> key(String text) {
    // Where it is none, whether there is any in the file is said at the end.
    return KeyLine.of(text.strip()) instanceof KeyLine.Found found
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Options may hold blanks inside quotes. */
  private static int firstWord(String line) {
    boolean quoted = false;
    int i = 0;
    while (i < line.length() && (quoted || (line.charAt(i) != ' ' && line.charAt(i) != '\t'))) {
      if (line.charAt(i) == '\\' && line.startsWith("\"", i + 1)) {
        i++;
      } else if (line.charAt(i) == '"') {
        quoted = !quoted;
      }
      i++;
    }
    return Math.min(i, line.length());
  }

  private void print(KeyOrCertificate key, String comment) {
    String shown = comment.isEmpty() ? "no comment" : Printable.of(comment, MAX_SHOWN);
    desk.line(
        key.key().bits()
            + " "
            + Fingerprint.of(key.key(), request.hash())
            + " "
            + shown
            + " ("
            + key.type().shortName()
            + ")");
    if (request.verbose()) {
      desk.line(Randomart.of(key, request.hash()));
    }
  }
}
