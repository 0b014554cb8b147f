package dev.aikagi.tools.keygen;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certificate.Option;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyLine;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** -L: says what is in the certificates of a file. */
final class ShowCertificates {
  private static final String INDENT = " ".repeat(8);
  private static final String DEEPER = " ".repeat(16);

  private final Request request;
  private final Desk desk;

  ShowCertificates(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
  }

  void run() throws Failure, IOException {
    String name = new KeyFiles(request, desk).name("Enter file in which the key is");
    boolean standardInput = name.equals("-");
    String shown = standardInput ? "(stdin)" : name;
    boolean any = false;
    int number = 0;
    for (String line : lines(name, standardInput)) {
      number++;
      String where = shown + ":" + number;
      String text = PublicFiles.unindented(line);
      // An empty line is one that is no key, since OpenSSH sees its line feed.
      if (text.startsWith("#")) {
        continue;
      }
      switch (KeyLine.of(text)) {
        case KeyLine.None none ->
            desk.log(where + ": invalid key: " + KeyFiles.words(none.fault()));
        case KeyLine.Found(KeyOrCertificate.Plain _, _) ->
            desk.log(where + " is not a certificate");
        case KeyLine.Found(KeyOrCertificate.Certified c, _) -> {
          any = true;
          print(!standardInput && number == 1 ? name : where, c.certificate());
        }
      }
    }
    if (!any) {
      throw Failure.silent();
    }
  }

  private List<String> lines(String name, boolean standardInput) throws Failure {
    if (!standardInput) {
      exists(name);
      if (Files.isDirectory(Path.of(name))) {
        return List.of();
      }
    }
    try (InputStream in = standardInput ? desk.in() : Files.newInputStream(Path.of(name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = List.of(text.split("\n", -1));
      // What follows the last line feed is no line where nothing does.
      return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    } catch (IOException e) {
      throw Failure.fatal("fopen " + name + ": " + FileFault.sentence(e));
    }
  }

  private static void exists(String name) throws Failure {
    try {
      KeyFiles.mustExist(name, "ssh-keygen: ");
    } catch (IOException e) {
      throw Failure.fatal("ssh-keygen: " + name + ": " + FileFault.sentence(e));
    }
  }

  private void print(String title, Certificate c) throws Failure {
    String critical = options(c.criticalOptions(), true);
    String extensions = options(c.extensions(), false);
    desk.line(title + ":");
    field("Type", c.type().wireName() + " " + c.kind().word() + " certificate");
    field("Public key", c.type().shortName() + " " + fingerprint(c.publicKey()));
    field(
        "Signing CA",
        "%s %s (using %s)"
            .formatted(
                c.signatureKey().type().shortName(),
                fingerprint(c.signatureKey()),
                c.signatureAlgorithm().wireName()));
    field("Key ID", "\"" + safe(c.keyId()) + "\"");
    field("Serial", Long.toUnsignedString(c.serial()));
    field("Valid", c.validity().text(desk.clock().getZone()));
    StringBuilder names = new StringBuilder();
    c.principals().forEach(p -> names.append('\n').append(DEEPER).append(safe(p)));
    field("Principals", names.isEmpty() ? "(none)" : names.toString());
    field("Critical Options", critical);
    field("Extensions", extensions);
  }

  private void field(String name, String value) {
    desk.line(INDENT + name + ": " + value);
  }

  private String fingerprint(PublicKey key) {
    return Fingerprint.of(key, request.hash()).toString();
  }

  /** The texts of a certificate are whatever its author liked; a tab among them does no harm. */
  private static String safe(String text) {
    return Arrays.stream(text.split("\t", -1))
        .map(part -> Printable.of(part, Integer.MAX_VALUE))
        .collect(Collectors.joining("\t"));
  }

  private static String options(List<Option> options, boolean critical) throws Failure {
    if (options.isEmpty()) {
      return "(none)";
    }
    StringBuilder out = new StringBuilder();
    for (Option option : options) {
      out.append('\n').append(DEEPER).append(safe(option.name()));
      out.append(critical ? critical(option) : extension(option));
    }
    return out.toString();
  }

  private static String critical(Option option) throws Failure {
    return switch (option.name()) {
      case "force-command", "source-address" ->
          " "
              + safe(
                  option
                      .value()
                      .orElseThrow(
                          () -> Failure.fatal("show_options: parse critical: incomplete message")));
      case "verify-required" -> flag(option);
      default -> unknown(option);
    };
  }

  private static String extension(Option option) throws Failure {
    boolean known =
        CertificateBuilder.PERMISSIONS.contains(option.name())
            || option.name().equals("no-touch-required");
    return known ? flag(option) : unknown(option);
  }

  private static String flag(Option option) throws Failure {
    if (!option.data().isEmpty()) {
      throw Failure.fatal("Option corrupt: extra data at end");
    }
    return "";
  }

  private static String unknown(Option option) {
    Bytes data = option.data();
    return data.isEmpty()
        ? " UNKNOWN FLAG OPTION"
        : " UNKNOWN OPTION: %s (len %d)"
            .formatted(HexFormat.of().formatHex(data.toArray()), data.length());
  }
}
