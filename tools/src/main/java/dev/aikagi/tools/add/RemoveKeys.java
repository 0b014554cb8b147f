package dev.aikagi.tools.add;

import dev.aikagi.Printable;
import dev.aikagi.agent.AgentException;
import dev.aikagi.tools.Fatal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes keys and certificates away from the agent. */
record RemoveKeys(AddLine line, Desk desk) {
  private static final int MAX_SHOWN = 1024;

  boolean removeAll() {
    try {
      desk.agent().removeAll();
    } catch (AgentException e) {
      desk.say("Failed to remove all identities.");
      return false;
    }
    if (!line.has('q')) {
      desk.say("All identities removed.");
    }
    return true;
  }

  boolean remove(String file) throws IOException, Fatal {
    return file.equals("-") ? removeListed() : removeFile(file);
  }

  private boolean removeFile(String file) throws Fatal {
    PublicFile key;
    try {
      key = PublicFile.load(file);
    } catch (IOException e) {
      desk.out().println("Bad key file " + file + ": " + PublicFile.words(e));
      return false;
    }
    boolean removed = !line.has('C') && removeOne(key, file);
    if (line.has('k')) {
      return removed;
    }
    String path = file + "-cert.pub";
    Optional<PublicFile> certificate = certificate(path);
    if (certificate.isEmpty()) {
      return removed;
    }
    if (!certificate.get().key().key().equals(key.key().key())) {
      throw new Fatal("Certificate " + path + " does not match private key " + file);
    }
    return removeOne(certificate.get(), path) || removed;
  }

  private Optional<PublicFile> certificate(String path) {
    try {
      Optional<PublicFile> found = PublicFile.read(Path.of(path)).map(f -> f.namedAfter(path));
      if (found.isEmpty() && Files.exists(Path.of(path))) {
        desk.log("Failed to load certificate \"" + path + "\": invalid format");
      }
      return found;
    } catch (IOException e) {
      desk.log("Failed to load certificate \"" + path + "\": " + PublicFile.words(e));
      return Optional.empty();
    }
  }

  private boolean removeOne(PublicFile key, String path) {
    try {
      desk.agent().remove(key.key().blob());
    } catch (AgentException e) {
      desk.say("Could not remove identity \"" + path + "\": " + Desk.words(e));
      return false;
    }
    if (!line.has('q')) {
      String comment = key.comment() == null ? "no comment" : key.comment();
      desk.say(
          "Identity removed: "
              + path
              + " "
              + key.key().type().shortName()
              + " ("
              + Printable.of(comment, MAX_SHOWN)
              + ")");
    }
    return true;
  }

  /** The keys that stand in the lines of standard input. */
  private boolean removeListed() throws IOException {
    boolean removed = false;
    int number = 0;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(desk.in(), StandardCharsets.UTF_8));
    for (String text; (text = in.readLine()) != null; ) {
      number++;
      String stripped = text.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      Optional<PublicFile> key = PublicFile.line(stripped);
      if (key.isEmpty()) {
        desk.log("(stdin):" + number + ": invalid key: invalid format");
      } else {
        removed |= removeOne(key.get(), "(stdin)");
      }
    }
    return removed;
  }
}
