package dev.aikagi.tools.keygen;

import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKeyFile;
import dev.aikagi.key.Randomart;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Locale;
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
    String content = content();
    boolean find = request.has('F');
    int number = 0;
    for (String text : lines(content)) {
      number++;
      KnownHostsLine line = KnownHostsLine.parse(text);
      if (find) {
        find(line, number);
      } else if (request.has('R')) {
        remove(line, number);
      } else {
        hash(line, number);
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

  private String content() throws Failure {
    Path file = Path.of(name);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // The new file takes this name: /dev/null must not become one.
      throw Failure.fatal(name + ": not a regular file");
    }
    try {
      // One character per byte: what is not touched comes out as it went in.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Failure.fatal("Cannot stat " + name + ": " + FileFault.sentence(e));
    }
  }

  private static String[] lines(String content) {
    String whole = content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    return content.isEmpty() ? new String[0] : whole.split("\n", -1);
  }

  private void find(KnownHostsLine line, int number) {
    if (!line.matches(request.host())) {
      return;
    }
    found = true;
    if (!request.quiet()) {
      desk.line(
          "# Host " + request.host() + " found: line " + number + " " + line.marker().shown());
    }
    if (request.has('H')) {
      rewritten.setLength(0);
      hash(line, number);
      desk.out().print(rewritten);
    } else if (request.has('l')) {
      fingerprint(line);
    } else {
      print(line.text());
    }
  }

  private void print(String text) {
    byte[] raw = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    desk.out().write(raw, 0, raw.length);
  }

  private void fingerprint(KnownHostsLine line) {
    Optional<PublicKeyFile.Entry> entry;
    try {
      entry = PublicKeyFile.line(line.rest());
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

  private void remove(KnownHostsLine line, int number) {
    boolean goes = line.matches(request.host()) && line.marker() == KnownHostsLine.Marker.NONE;
    if (!goes) {
      keep(line, number);
      return;
    }
    found = true;
    if (!request.quiet()) {
      desk.line("# Host " + request.host() + " found: line " + number);
    }
  }

  private void keep(KnownHostsLine line, int number) {
    if (line.status() == KnownHostsLine.Status.INVALID) {
      invalid = true;
      desk.out().flush();
      desk.log(name + ":" + number + ": invalid line");
    }
    rewritten.append(line.text()).append('\n');
  }

  private void hash(KnownHostsLine line, int number) {
    boolean plain =
        line.status() == KnownHostsLine.Status.ENTRY
            && !line.hashed()
            && !line.wildcards()
            && line.marker() == KnownHostsLine.Marker.NONE;
    if (!plain) {
      if (line.wildcards() && !request.has('F')) {
        desk.out().flush();
        desk.log(
            name
                + ":"
                + number
                + ": ignoring host name with wildcard: "
                + line.hosts().substring(0, Math.min(64, line.hosts().length())));
      }
      keep(line, number);
      return;
    }
    for (String host : line.hosts().split(",", -1)) {
      if (host.isEmpty()) {
        break;
      }
      rewritten
          .append(HashedHost.of(host.toLowerCase(Locale.ROOT)))
          .append(' ')
          .append(line.rest())
          .append('\n');
      hashedSome = true;
    }
  }

  /** The old content is safe beside it before the new one takes its name. */
  private void replace(String content) throws Failure {
    String old = name + ".old";
    Path file = Path.of(name);
    try {
      Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(file));
      mode.retainAll(AtomicFile.PUBLIC);
      AtomicFile.write(Path.of(old), content.getBytes(StandardCharsets.ISO_8859_1), mode);
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
