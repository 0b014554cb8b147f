package dev.aikagi.tools.keygen;

import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.RevocationList;
import dev.aikagi.key.RevocationListBuilder;
import dev.aikagi.key.RevocationScope;
import dev.aikagi.key.RevocationSpec;
import dev.aikagi.key.RevocationSpecException;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** -k and -Q: writes revocation lists, and asks them. */
final class RevocationJob {
  private final Request request;
  private final Issue issue;
  private final Desk desk;
  private final String file;

  RevocationJob(Request request, Desk desk) {
    this.request = request;
    this.issue = request.issue();
    this.desk = desk;
    this.file = request.file().orElse("");
  }

  void write() throws Failure, IOException {
    if (file.isEmpty()) {
      throw Failure.fatal("KRL generation requires an output file");
    }
    Set<PosixFilePermission> permissions = permissions();
    Optional<RevocationScope> scope = scope();
    RevocationListBuilder list = new RevocationListBuilder();
    Instant generated = desk.clock().instant();
    if (request.has('u')) {
      RevocationList old = load();
      list.addAll(old).version(old.version()).comment(old.comment());
      // As OpenSSH: the date is that of the list's first version.
      generated = old.generated() == 0 ? generated : Instant.ofEpochSecond(old.generated());
    }
    if (issue.number() != 0) {
      list.version(issue.number());
    }
    request.comment().ifPresent(list::comment);
    for (String name : request.operands()) {
      read(name, scope, list);
    }
    try {
      AtomicFile.write(Path.of(file), list.toBytes(generated), permissions);
    } catch (IOException e) {
      throw Failure.fatal("write " + file + ": " + FileFault.sentence(e));
    }
  }

  /** Those of the file that is replaced. */
  private Set<PosixFilePermission> permissions() throws Failure {
    try {
      Files.readAttributes(Path.of(file), BasicFileAttributes.class);
      return Files.getPosixFilePermissions(Path.of(file));
    } catch (NoSuchFileException e) {
      if (request.has('u')) {
        throw Failure.fatal("KRL \"" + file + "\" does not exist");
      }
      return AtomicFile.PUBLIC;
    } catch (UnsupportedOperationException e) {
      // No modes here.
      return AtomicFile.PUBLIC;
    } catch (IOException e) {
      throw Failure.fatal("Cannot access KRL \"" + file + "\": " + FileFault.sentence(e));
    }
  }

  private Optional<RevocationScope> scope() throws Failure, IOException {
    if (issue.authority().isEmpty()) {
      return Optional.empty();
    }
    String name = issue.authority().get();
    if (name.equalsIgnoreCase("none")) {
      return Optional.of(new RevocationScope.EveryAuthority());
    }
    String expanded = Tilde.expanded(name, desk);
    String fault = "Cannot load CA public key " + expanded + ": ";
    KeyOrCertificate key =
        PublicFiles.load(expanded).orElseThrow(() -> Failure.fatal(fault + PublicFiles.NONE)).key();
    // No certificate is signed by one, so such a list would revoke nothing.
    if (key instanceof KeyOrCertificate.Certified) {
      throw Failure.fatal(fault + "it is a certificate");
    }
    return Optional.of(new RevocationScope.Authority(key.key()));
  }

  private void read(String name, Optional<RevocationScope> scope, RevocationListBuilder list)
      throws Failure, IOException {
    String expanded = Tilde.expanded(name, desk);
    boolean standardInput = expanded.equals("-");
    String shown = standardInput ? "(standard input)" : expanded;
    byte[] spec;
    try (InputStream in = standardInput ? desk.in() : Files.newInputStream(Path.of(expanded))) {
      spec = in.readAllBytes();
    } catch (IOException e) {
      throw Failure.fatal("fopen " + shown + ": " + FileFault.sentence(e));
    }
    if (!request.quiet()) {
      desk.line("Revoking from " + shown);
    }
    try {
      RevocationSpec.read(spec, scope, list);
    } catch (RevocationSpecException e) {
      throw Failure.fatal(RevocationWords.of(e, shown, name));
    } catch (MalformedException e) {
      throw Failure.fatal("Invalid KRL file " + shown + ": " + e.getMessage());
    }
  }

  private RevocationList load() throws Failure {
    byte[] content;
    try {
      content = Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw Failure.fatal("Unable to load KRL " + file + ": " + FileFault.sentence(e));
    }
    if (!RevocationList.is(content)) {
      throw Failure.fatal("Invalid KRL file " + file + ": KRL file has invalid magic number");
    }
    try {
      return RevocationList.parse(content);
    } catch (MalformedException e) {
      desk.log(file + ": " + e.getMessage());
      throw Failure.fatal("Invalid KRL file " + file + ": invalid format");
    }
  }

  int query() throws Failure {
    if (file.isEmpty()) {
      throw Failure.fatal("KRL checking requires an input file");
    }
    RevocationList list = load();
    if (request.has('l')) {
      new RevocationText(list, desk).print();
    }
    boolean any = false;
    for (String name : request.operands()) {
      PublicFiles.Loaded loaded =
          PublicFiles.load(name)
              .orElseThrow(
                  () -> Failure.fatal("Cannot load public key " + name + ": " + PublicFiles.NONE));
      boolean revoked =
          switch (loaded.key()) {
            case KeyOrCertificate.Plain plain -> list.revokes(plain.key());
            case KeyOrCertificate.Certified c -> list.revokes(c.certificate());
          };
      any |= revoked;
      String comment = Printable.of(loaded.comment(), Integer.MAX_VALUE);
      desk.line(
          name
              + (comment.isEmpty() ? "" : " (" + comment + ")")
              + (revoked ? ": REVOKED" : ": ok"));
    }
    return any ? Exit.FAILURE : Exit.OK;
  }
}
