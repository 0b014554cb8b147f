package dev.aikagi.tools.keygen;

import dev.aikagi.SshException;
import dev.aikagi.agent.AgentException;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** -s: signs the public keys of files, each into a file of its own. */
final class Certify {
  private static final String PUBLIC = ".pub";

  private final Request request;
  private final Issue issue;
  private final Desk desk;

  Certify(Request request, Desk desk) {
    this.request = request;
    this.issue = request.issue();
    this.desk = desk;
  }

  void run() throws Failure, IOException {
    String keyId =
        issue.keyId().orElseThrow(() -> Failure.fatal("Must specify key id (-I) when certifying"));
    CertificateOptions options = CertificateOptions.parse(issue.options(), request.has('h'), desk);
    String file = issue.authority().orElseThrow();
    try (Authority authority = Authority.open(file, request, desk)) {
      authority.checkType(request.type());
      long serial = issue.number();
      for (String name : request.operands()) {
        certify(Tilde.expanded(name, desk), keyId, serial, options, authority);
        serial += issue.counting() ? 1 : 0;
      }
    }
  }

  private void certify(
      String name, String keyId, long serial, CertificateOptions options, Authority authority)
      throws Failure {
    List<String> principals = principals();
    PublicFiles.Loaded loaded =
        PublicFiles.load(name)
            .orElseThrow(() -> Failure.fatal("load pubkey \"" + name + "\": " + PublicFiles.NONE));
    CertificateBuilder builder =
        builder(name, loaded.key(), keyId)
            .serial(serial)
            .principals(principals)
            .validity(issue.validity());
    options.apply(builder);
    Certificate certificate = signed(name, builder, authority);
    String base = name.endsWith(PUBLIC) ? name.substring(0, name.length() - 4) : name;
    String out = base + "-cert" + PUBLIC;
    save(out, certificate.line() + " " + loaded.comment() + "\n");
    if (!request.quiet()) {
      desk.log(
          "Signed %s key %s: id \"%s\" serial %s%s valid %s"
              .formatted(
                  certificate.kind().word(),
                  out,
                  keyId,
                  Long.toUnsignedString(serial),
                  issue.principals().map(p -> " for " + p).orElse(""),
                  certificate.validity().text(desk.clock().getZone())));
    }
  }

  private List<String> principals() throws Failure {
    if (issue.principals().isEmpty()) {
      return List.of();
    }
    List<String> names = List.of(issue.principals().get().split(",", -1));
    if (names.contains("")) {
      throw Failure.fatal("Empty principal name");
    }
    if (names.size() > Certificate.MAX_PRINCIPALS) {
      throw Failure.fatal("Too many certificate principals specified");
    }
    return names;
  }

  private CertificateBuilder builder(String name, KeyOrCertificate key, String keyId)
      throws Failure {
    KeyType type = key.type();
    if (type.certificate()) {
      throw Failure.fatal(
          "do_ca_sign: key \"%s\" type %s cannot be certified".formatted(name, type.shortName()));
    }
    if (type.certificateType().isEmpty()) {
      throw Failure.fatal(
          "Could not upgrade key " + name + " to certificate: unknown or unsupported key type");
    }
    return request.has('h')
        ? CertificateBuilder.host(key.key(), keyId)
        : CertificateBuilder.user(key.key(), keyId);
  }

  private Certificate signed(String name, CertificateBuilder builder, Authority authority)
      throws Failure {
    String fault =
        authority.fromAgent()
            ? "Couldn't certify " + name + " via agent: "
            : "Couldn't certify key " + name + ": ";
    SignatureAlgorithm algorithm =
        authority
            .algorithm(request.type())
            .orElseThrow(() -> Failure.fatal(fault + noAlgorithm(authority)));
    try {
      return builder.sign(authority.signer(), algorithm);
    } catch (AgentException e) {
      throw Failure.fatal(fault + Authority.words(e));
    } catch (SshException e) {
      throw Failure.fatal(fault + e.getMessage());
    }
  }

  private static String noAlgorithm(Authority authority) {
    boolean rsa = authority.signer().publicKey().type() == KeyType.SSH_RSA;
    return authority.fromAgent() || rsa ? "invalid argument" : "signature algorithm not supported";
  }

  private static void save(String name, String line) throws Failure {
    try {
      AtomicFile.write(Path.of(name), line.getBytes(StandardCharsets.UTF_8), AtomicFile.PUBLIC);
    } catch (IOException e) {
      throw Failure.fatal("Unable to save public key to " + name + ": " + FileFault.sentence(e));
    }
  }
}
