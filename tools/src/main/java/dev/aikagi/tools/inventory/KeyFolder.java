package dev.aikagi.tools.inventory;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The key files of a folder; what they hold, and who may read them. */
final class KeyFolder {
  private static final String AUTHORIZED = "authorized_keys";
  private static final String PUB = ".pub";

  /** Longer folders hold something else. */
  private static final int MAX_FILES = 10_000;

  private static final Set<PosixFilePermission> READ_BY_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private static final Set<PosixFilePermission> WRITTEN_BY_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /** Of lines; longer ones, and a device without an end, are none. */
  private static final int MAX_LINES = 16 << 20;

  private final Clock clock;
  private final Optional<Set<Bytes>> inAgent;

  /**
   * @param inAgent the keys that the agent holds; empty where none answers
   */
  KeyFolder(Clock clock, Optional<Set<Bytes>> inAgent) {
    this.clock = clock;
    this.inAgent = inAgent;
  }

  List<Entry> list(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.limit(MAX_FILES).filter(Files::isRegularFile).sorted().toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      if (String.valueOf(file.getFileName()).startsWith(AUTHORIZED)) {
        entries.addAll(authorized(file));
      } else {
        entries.addAll(keys(file));
      }
    }
    return entries;
  }

  /** A file of authorized_keys lines, after a line about itself where others may write to it. */
  List<Entry> authorized(Path file) {
    List<Entry> entries = new ArrayList<>();
    try {
      if (modes(file).stream().anyMatch(WRITTEN_BY_OTHERS::contains)) {
        String text = "others may write to it, for which sshd ignores it";
        entries.add(ofFile(file).with(new Mark(Mark.Code.OTHERS_MAY_WRITE, text)));
      }
      entries.addAll(AuthorizedLines.of(file.toString(), lines(file), clock));
    } catch (IOException e) {
      entries.add(unreadable(file, e));
    }
    return entries;
  }

  private static byte[] lines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] lines = in.readNBytes(MAX_LINES + 1);
      if (lines.length > MAX_LINES) {
        throw new IOException("it is larger than 16 MiB");
      }
      return lines;
    }
  }

  private List<Entry> keys(Path file) {
    byte[] content = new byte[0];
    try {
      if (Files.size(file) > PrivateKeyFile.MAX_FILE) {
        return List.of();
      }
      content = PrivateKeyFile.content(file);
      if (isPrivate(content)) {
        return List.of(privateKey(file, content));
      }
      return String.valueOf(file.getFileName()).endsWith(PUB)
          ? publicKeys(file, content)
          : List.of();
    } catch (IOException e) {
      return List.of(unreadable(file, e));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Without a text of it, which could not be wiped. */
  private static boolean isPrivate(byte[] content) {
    int end = 0;
    while (end < content.length && end < 80 && content[end] != '\n') {
      end++;
    }
    String first = new String(content, 0, end, StandardCharsets.ISO_8859_1);
    return (first.startsWith("-----BEGIN") && first.contains("PRIVATE KEY"))
        || first.startsWith("PuTTY-User-Key-File-");
  }

  private Entry privateKey(Path file, byte[] content) throws IOException {
    List<Mark> marks = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Map<String, Object> more = new LinkedHashMap<>();
    Optional<PublicKey> half = Optional.empty();
    String comment = "";
    switch (PrivateKeyFile.read(content, null)) {
      case PrivateKeyFile.Loaded loaded -> {
        half = Optional.of(loaded.key().publicKey());
        comment = loaded.comment();
        loaded.key().close();
        more.put("passphrase", false);
        marks.add(new Mark(Mark.Code.NO_PASSPHRASE, "no passphrase"));
      }
      case PrivateKeyFile.Refused(KeyFileRefusal.PassphraseRequired _) -> {
        more.put("passphrase", true);
        words.add("passphrase");
        half = half(file, content);
      }
      case PrivateKeyFile.Refused(KeyFileRefusal reason) ->
          marks.add(new Mark(Mark.Code.BROKEN, reason.summary()));
    }
    if (modes(file).stream().anyMatch(READ_BY_OTHERS::contains)) {
      marks.add(
          new Mark(Mark.Code.OTHERS_MAY_READ, "others may read it, for which ssh does not use it"));
    }
    if (half.isPresent() && inAgent.isPresent()) {
      boolean held = inAgent.get().contains(half.get().blob());
      more.put("inAgent", held);
      if (held) {
        words.add("in the agent");
      }
    }
    if (comment.isEmpty()) {
      comment = beside(file).map(KeyLine.Found::comment).orElse("");
    }
    Optional<KeyFacts> key = half.map(KeyFacts::of);
    key.ifPresent(k -> marks.addAll(0, k.marks()));
    return new Entry(
        Entry.Kind.PRIVATE_KEY,
        file.toString(),
        0,
        key,
        comment,
        changed(file),
        words,
        more,
        marks);
  }

  private static Optional<PublicKey> half(Path file, byte[] content) {
    try {
      return Optional.of(PrivateKeyFile.publicHalf(content));
    } catch (KeyFileException e) {
      // A format that hides it: the file beside may have it.
      return beside(file).map(found -> found.key().key());
    }
  }

  private static Optional<KeyLine.Found> beside(Path file) {
    Path pub = file.resolveSibling(file.getFileName() + PUB);
    try {
      String text = Files.size(pub) > PrivateKeyFile.MAX_FILE ? "" : Files.readString(pub);
      return text.lines()
          .map(line -> KeyLine.of(line.strip()))
          .filter(KeyLine.Found.class::isInstance)
          .map(KeyLine.Found.class::cast)
          .findFirst();
    } catch (IOException e) {
      // There is none, or none that can be read.
      return Optional.empty();
    }
  }

  private List<Entry> publicKeys(Path file, byte[] content) throws IOException {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (KeyLine.of(line.strip()) instanceof KeyLine.Found found) {
        entries.add(ofPublic(file, number, found));
      }
    }
    // The usual file has one line.
    return entries.size() == 1 ? List.of(entries.getFirst().whole()) : entries;
  }

  private Entry ofPublic(Path file, int number, KeyLine.Found found) {
    KeyFacts key = KeyFacts.of(found.key());
    Entry entry =
        new Entry(
            found.key() instanceof KeyOrCertificate.Certified
                ? Entry.Kind.CERTIFICATE
                : Entry.Kind.PUBLIC_KEY,
            file.toString(),
            number,
            Optional.of(key),
            found.comment(),
            changed(file),
            List.of(),
            Map.of(),
            key.marks());
    return found.key() instanceof KeyOrCertificate.Certified c
        ? certified(entry, c.certificate())
        : entry;
  }

  private Entry certified(Entry entry, Certificate certificate) {
    Instant now = clock.instant();
    String validity = certificate.validity().text(clock.getZone());
    Entry whole =
        entry
            .with(
                certificate.kind().word() + " certificate",
                "certificateKind",
                certificate.kind().word())
            .with("ID \"" + certificate.keyId() + "\"", "keyId", certificate.keyId())
            .with(
                certificate.principals().isEmpty()
                    ? "names nobody"
                    : "for " + String.join(", ", certificate.principals()),
                "principals",
                certificate.principals())
            .with("valid " + validity, "validity", validity);
    return certificate.validity().over(now)
        ? whole.with(new Mark(Mark.Code.EXPIRED, "expired"))
        : whole;
  }

  private static Entry ofFile(Path file) {
    return new Entry(
        Entry.Kind.FILE,
        file.toString(),
        0,
        Optional.empty(),
        "",
        changed(file),
        List.of(),
        Map.of(),
        List.of());
  }

  private static Entry unreadable(Path file, IOException e) {
    return ofFile(file).with(new Mark(Mark.Code.BROKEN, FileFault.sentence(e)));
  }

  private static Optional<Instant> changed(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      // It went away meanwhile.
      return Optional.empty();
    }
  }

  private static Set<PosixFilePermission> modes(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException e) {
      // A system without modes.
      return Set.of();
    }
  }
}
