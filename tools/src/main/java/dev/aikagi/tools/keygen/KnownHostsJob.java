package dev.aikagi.tools.keygen;

import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.Randomart;
import dev.aikagi.tools.Exit;
import dev.aikagi.trust.KnownHostsFile;
import dev.aikagi.trust.KnownHostsFile.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** -F, -H and -R: finds, hashes and removes hosts. -F with -H shows the lines found hashed. */
final class KnownHostsJob {
  private static final int MAX_SHOWN = 4096;

  private final Request request;
  private final Desk desk;
  private final String name;

  private final StringBuilder rewritten = new StringBuilder();
  private boolean found;
  private boolean invalid;
  private boolean hashedSome;

  KnownHostsJob(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
    this.name =
        request.file().orElse(desk.home().resolve(".ssh").resolve("known_hosts").toString());
  }

  int run() throws Failure, IOException {
    byte[] content = content();
    boolean find = request.has('F');
    for (Line line : KnownHostsFile.parse(name, content).lines()) {
      if (find) {
        find(line);
      } else if (request.has('R')) {
        remove(line);
      } else {
        hash(line);
      }
    }
    if (invalid) {
      desk.out().flush();
      desk.log(name + " is not a valid known_hosts file.");
      if (!find) {
        desk.log("Not replacing existing known_hosts file because of errors");
      }
      return Exit.FAILURE;
    }
    if (find) {
      return found ? Exit.OK : Exit.FAILURE;
    }
    if (request.has('R') && !found) {
      desk.out().flush();
      desk.log("Host " + request.host() + " not found in " + name);
      return Exit.OK;
    }
    replace(content);
    return Exit.OK;
  }

  private byte[] content() throws Failure {
    Path file = Path.of(name);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // The new file takes this name: /dev/null must not become one.
      throw Failure.fatal(name + ": not a regular file");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Failure.fatal("Cannot stat " + name + ": " + FileFault.sentence(e));
    }
  }

  private boolean isAbout(Line.Entry entry) {
    return entry.matchesAsGiven(request.host());
  }

  private void find(Line line) {
    if (!(line instanceof Line.Entry entry && isAbout(entry))) {
      return;
    }
    found = true;
    if (!request.quiet()) {
      desk.line(foundAt(entry) + " " + shown(entry.marker()));
    }
    if (request.has('H')) {
      rewritten.setLength(0);
      hash(entry);
      print(rewritten.toString());
    } else if (request.has('l')) {
      fingerprint(entry);
    } else {
      print(entry.text() + "\n");
    }
  }

  private String foundAt(Line.Entry entry) {
    return "# Host " + request.host() + " found: line " + entry.number();
  }

  private static String shown(KnownHostsFile.Marker marker) {
    return switch (marker) {
      case NONE -> "";
      case CERT_AUTHORITY -> "CA";
      case REVOKED -> "REVOKED";
    };
  }

  /** A character of a line is a byte: what is not touched comes out as it went in. */
  private void print(String lines) {
    byte[] raw = lines.getBytes(StandardCharsets.ISO_8859_1);
    desk.out().write(raw, 0, raw.length);
  }

  private void fingerprint(Line.Entry line) {
    Optional<PublicKeyFile.Entry> entry;
    try {
      entry = PublicKeyFile.line(line.rawKey());
    } catch (MalformedException e) {
      desk.log(name + ": " + e.getMessage());
      return;
    }
    if (entry.isEmpty()) {
      return;
    }
    var key = entry.get().key();
    String comment = entry.get().comment();
    desk.line(
        request.host()
            + " "
            + key.type().shortName()
            + " "
            + Fingerprint.of(key, request.hash())
            + (comment.isEmpty() ? "" : " " + Printable.of(comment, MAX_SHOWN)));
    if (request.verbose()) {
      desk.line(Randomart.of(key, request.hash()));
    }
  }

  private void remove(Line line) {
    if (!(line instanceof Line.Entry entry
        && entry.marker() == KnownHostsFile.Marker.NONE
        && isAbout(entry))) {
      keep(line);
      return;
    }
    found = true;
    if (!request.quiet()) {
      desk.line(foundAt(entry));
    }
  }

  private void keep(Line line) {
    if (line instanceof Line.Broken) {
      invalid = true;
      desk.out().flush();
      desk.log(name + ":" + line.number() + ": invalid line");
    }
    rewritten.append(line.text()).append('\n');
  }

  private void hash(Line line) {
    if (!(line instanceof Line.Entry entry)) {
      keep(line);
    } else if (entry.hasWildcard()) {
      if (!request.has('F')) {
        desk.out().flush();
        String hosts = entry.hosts().substring(0, Math.min(64, entry.hosts().length()));
        desk.log(name + ":" + entry.number() + ": ignoring host name with wildcard: " + hosts);
      }
      keep(line);
    } else if (entry.hashed() || entry.marker() != KnownHostsFile.Marker.NONE) {
      keep(line);
    } else {
      rewritten.append(entry.hashedLines());
      hashedSome = true;
    }
  }

  /** The old content is safe beside it before the new one takes its name. */
  private void replace(byte[] content) throws Failure {
    String old = name + ".old";
    Path file = Path.of(name);
    try {
      Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(file));
      mode.retainAll(AtomicFile.PUBLIC);
      AtomicFile.write(Path.of(old), content, mode);
      AtomicFile.write(file, rewritten.toString().getBytes(StandardCharsets.ISO_8859_1), mode);
    } catch (IOException e) {
      throw Failure.fatal("cannot replace " + name + ": " + FileFault.sentence(e));
    }
    desk.line(name + " updated.");
    desk.line("Original contents retained as " + old);
    if (hashedSome) {
      desk.out().flush();
      desk.log("WARNING: " + old + " contains unhashed entries");
      desk.log("Delete this file to ensure privacy of hostnames");
    }
  }
}
