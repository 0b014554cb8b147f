package dev.aikagi.tools.keygen;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.RevocationList;
import dev.aikagi.key.RevocationListBuilder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** -Q with -l: a revocation list in words, nearly those that -k reads. */
final class RevocationText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uMMdd'T'HHmmss", Locale.ROOT);

  private final RevocationList list;
  private final Desk desk;

  RevocationText(RevocationList list, Desk desk) {
    this.list = list;
    this.desk = desk;
  }

  void print() {
    desk.line("# KRL version " + Long.toUnsignedString(list.version()));
    desk.line("# Generated at " + time());
    if (!list.comment().isEmpty()) {
      desk.line("# Comment: " + safe(list.comment()));
    }
    desk.line("");
    RevocationListBuilder all = new RevocationListBuilder().addAll(list);
    all.keys().forEach(this::key);
    all.sha256().forEach(digest -> desk.line("hash: SHA256:" + hex(digest)));
    all.sha1().forEach(digest -> desk.line("# hash SHA1:" + hex(digest)));
    all.certificates().forEach(this::certificates);
  }

  private String time() {
    Instant last = Instant.parse("9999-12-31T00:00:00Z");
    Instant when =
        Long.compareUnsigned(list.generated(), last.getEpochSecond()) > 0
            ? last
            : Instant.ofEpochSecond(list.generated());
    return TIME.format(when.atZone(desk.clock().getZone()));
  }

  private void key(Bytes blob) {
    try {
      KeyOrCertificate key = KeyOrCertificate.parse(blob);
      desk.line("hash: " + Fingerprint.of(key.key()) + " # " + key.type().wireName());
    } catch (MalformedException e) {
      desk.log("parse KRL key: invalid format");
    }
  }

  private void certificates(RevocationListBuilder.Certificates some) {
    desk.line("");
    desk.line(some.authority().isEmpty() ? "# Wildcard CA" : "# CA key " + name(some.authority()));
    some.serials().forEach(range -> desk.line("serial: " + range));
    some.keyIds().forEach(id -> desk.line("id: " + safe(id.utf8())));
  }

  private static String name(Bytes authority) {
    try {
      KeyOrCertificate key = KeyOrCertificate.parse(authority);
      return key.type().wireName() + " " + Fingerprint.of(key.key());
    } catch (MalformedException e) {
      return "that is damaged";
    }
  }

  private static String hex(Bytes digest) {
    return HexFormat.of().formatHex(digest.toArray());
  }

  private static String safe(String text) {
    return Printable.of(text, Integer.MAX_VALUE);
  }
}
