package dev.aikagi.tools.keyscan;

import dev.aikagi.Printable;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SshfpRecord;
import dev.aikagi.trust.KnownHostsEdit;
import dev.aikagi.trust.KnownHostsFile;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes what was found, whole lines at a time: many threads find something. */
final class KeyPrinter {
  private static final int MAX_VERSION = 255;

  private final CommandLine line;
  private final PrintStream out;
  private final PrintStream errors;
  private boolean any;

  KeyPrinter(CommandLine line, PrintStream out, PrintStream errors) {
    this.line = line;
    this.out = out;
    this.errors = errors;
  }

  /** Whether there was any key. */
  synchronized boolean any() {
    return any;
  }

  synchronized void key(Target target, KeyOrCertificate key) {
    any = true;
    for (String name : target.names()) {
      switch (key) {
        // A certificate says itself for which names it is good.
        case KeyOrCertificate.Certified certified when !line.records() ->
            print(certified.line() + "\n", StandardCharsets.UTF_8);
        case KeyOrCertificate.Certified certified -> noRecord(name, certified);
        case KeyOrCertificate.Plain plain when line.records() -> records(name, plain.key());
        case KeyOrCertificate.Plain plain ->
            print(
                KnownHostsEdit.line(
                    KnownHostsFile.name(name, line.port()), null, plain.key(), line.hashedNames()),
                // It is as known_hosts is read: a character is a byte.
                StandardCharsets.ISO_8859_1);
      }
    }
  }

  private void records(String name, PublicKey key) {
    for (FingerprintHash hash : line.hashes()) {
      Optional<SshfpRecord> sshfp = SshfpRecord.of(key, hash);
      if (sshfp.isEmpty()) {
        noRecord(name, new KeyOrCertificate.Plain(key));
        return;
      }
      print(sshfp.get().line(name) + "\n", StandardCharsets.UTF_8);
    }
  }

  private void noRecord(String name, KeyOrCertificate key) {
    error(name + ": there are no SSHFP records for keys of type " + key.type().wireName());
  }

  /** Who answered; for people, since it goes where errors go. */
  synchronized void version(String address, String version) {
    if (!line.quiet()) {
      error(
          (line.records() ? "; " : "# ")
              + address
              + ":"
              + line.port()
              + " "
              + Printable.of(version, MAX_VERSION));
    }
  }

  synchronized void error(String text) {
    errors.println(text);
    errors.flush();
  }

  void debug(String text) {
    if (line.verbose()) {
      error("debug1: " + text);
    }
  }

  private void print(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
