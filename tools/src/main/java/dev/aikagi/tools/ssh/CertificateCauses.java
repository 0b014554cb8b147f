package dev.aikagi.tools.ssh;

import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Position;
import dev.aikagi.config.SafeNames;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.Validity;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with the user's certificates, and what mends it. */
record CertificateCauses(Typed typed, List<Considered> considered, LocalMachine machine) {
  private static final String SUFFIX = "-cert.pub";

  /** What ssh-keygen allows unless it is told otherwise. */
  private static final List<String> EVERYTHING =
      List.of(
          "permit-X11-forwarding",
          "permit-agent-forwarding",
          "permit-port-forwarding",
          "permit-pty",
          "permit-user-rc");

  /** Of ssh-keygen's times. */
  private record Unit(long seconds, String letter) {}

  private static final List<Unit> UNITS =
      List.of(new Unit(604800, "w"), new Unit(86400, "d"), new Unit(3600, "h"), new Unit(60, "m"));

  Finding of(Considered c, OwnCertificateReason reason, Rank rank) {
    List<Remedy> remedies =
        switch (reason) {
          case OwnCertificateReason.FileMissing _ -> otherFile(c);
          case OwnCertificateReason.BadCertificate r -> bad(c, r);
          case OwnCertificateReason.WithoutKey r -> withKey(r.certificate());
          case OwnCertificateReason.OfAnotherKey r -> withItsKey(c, r.certificate());
          case OwnCertificateReason.NotForUsers r -> signed(c, r.certificate());
          case OwnCertificateReason.Expired r ->
              signed(c, r.certificate(), "-V", asLong(r.certificate().validity()));
          case OwnCertificateReason.NotYetValid r -> signed(c, r.certificate());
          case OwnCertificateReason.NoPrincipals r -> signed(c, r.certificate());
          case OwnCertificateReason.NameNotListed r -> asAnother(c, r.certificate());
        };
    return new Finding(rank, reason, List.of(c.origin().words()), remedies);
  }

  private PrivateHalves halves() {
    return new PrivateHalves(considered, machine);
  }

  /** The configuration means another certificate that is there. */
  private List<Remedy> otherFile(Considered c) {
    Set<String> there = new LinkedHashSet<>();
    for (Path folder : halves().folders(c.file())) {
      KeyFolder.files(folder).stream()
          .map(Path::toString)
          .filter(f -> f.endsWith(SUFFIX))
          .filter(f -> CertificateFile.of(f).certificate().isPresent())
          .forEach(there::add);
    }
    Optional<String> meant = Nearest.to(c.file(), there);
    if (meant.isEmpty() && there.size() == 1) {
      meant = there.stream().findFirst();
    }
    return meant.map(m -> instead(c, m)).orElse(List.of());
  }

  private List<Remedy> instead(Considered c, String meant) {
    List<Remedy> remedies = new ArrayList<>();
    if (c.origin() instanceof Origin.Configured(Position p) && p.line() > 0) {
      String text = ClientKeywords.CERTIFICATE_FILE.name() + " " + meant;
      remedies.add(Remedy.here(ConfigEdit.replace(p.file(), p.line(), text)));
    }
    remedies.add(Remedy.here(typed.ssh("-o", "CertificateFile=" + meant)));
    return remedies;
  }

  private List<Remedy> bad(Considered c, OwnCertificateReason.BadCertificate reason) {
    String file = reason.identity();
    return switch (reason.reason()) {
      case KeyFileRefusal.NoCertificate _ -> {
        String meant = publicName(file).replaceFirst("\\.pub$", SUFFIX);
        yield !meant.equals(file) && Files.isRegularFile(Path.of(meant))
            ? instead(c, meant)
            : otherFile(c);
      }
      case KeyFileRefusal.Unreadable _ ->
          List.of(
              Remedy.here(
                  KeyFolder.isOf(Path.of(file), machine.userId())
                      ? Sh.line("chmod", "u+r", file)
                      : "sudo chown \"$(id -un)\" " + Sh.word(file)));
      default -> List.of();
    };
  }

  private List<Remedy> withKey(Certificate certificate) {
    boolean keptAway =
        considered.stream()
            .filter(c -> c.certificate().isEmpty() && c.key().isPresent())
            .filter(c -> c.key().get().equals(certificate.publicKey()))
            .anyMatch(c -> c.fault().orElse(null) instanceof IdentityReason.NotConfigured);
    if (keptAway) {
      return typed.set(ClientKeywords.IDENTITIES_ONLY, "no");
    }
    return halves().of(certificate.publicKey()).map(this::named).orElse(List.of());
  }

  private List<Remedy> named(String key) {
    return typed.remedies(
        ClientKeywords.IDENTITIES_ONLY.name(),
        () -> typed.addHost(ClientKeywords.IDENTITY_FILE.name() + " " + key),
        "-i",
        key);
  }

  private List<Remedy> withItsKey(Considered c, Certificate certificate) {
    Optional<String> key = halves().of(certificate.publicKey());
    return key.isPresent()
        ? typed.remedies(
            ClientKeywords.IDENTITIES_ONLY.name(),
            () ->
                typed.addHost(
                    ClientKeywords.IDENTITY_FILE.name() + " " + key.get(),
                    ClientKeywords.CERTIFICATE_FILE.name() + " " + c.file()),
            "-i",
            key.get(),
            "-o",
            "CertificateFile=" + c.file())
        : signed(c, certificate);
  }

  /** Where the authority's key is here, as it is at home, it can sign again. */
  private List<Remedy> signed(Considered c, Certificate certificate, String... options) {
    Optional<String> authority = halves().of(certificate.signatureKey());
    String key = c.origin() instanceof Origin.Beside ? c.name() + ".pub" : publicName(c.file());
    if (authority.isEmpty()
        || c.isInAgent()
        || isRestricted(certificate)
        || !Files.isRegularFile(Path.of(key))) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("ssh-keygen", "-s", authority.get()));
    words.addAll(List.of("-I", certificate.keyId(), "-n", names(certificate)));
    words.addAll(List.of(options));
    words.add(key);
    return List.of(Remedy.here(Sh.line(words)));
  }

  /** What its authority has taken away is not to come back with a new signature. */
  private static boolean isRestricted(Certificate certificate) {
    boolean all =
        certificate.kind() == Certificate.Kind.HOST
            || certificate.extensions().stream()
                .map(Certificate.Option::name)
                .toList()
                .equals(EVERYTHING);
    return !certificate.criticalOptions().isEmpty() || !all;
  }

  /** As before, where that is good for the user. */
  private String names(Certificate certificate) {
    List<String> names = certificate.principals();
    String user = typed.config().user();
    boolean good = names.contains(user) && names.stream().noneMatch(n -> n.indexOf(',') >= 0);
    return good ? String.join(",", names) : user;
  }

  /** From now on for as long as before. */
  private static String asLong(Validity validity) {
    long seconds = validity.before() - validity.after();
    if (validity.after() <= 0 || seconds <= 0) {
      return "+1d";
    }
    for (Unit unit : UNITS) {
      if (seconds % unit.seconds() == 0) {
        return "+" + seconds / unit.seconds() + unit.letter();
      }
    }
    return "+" + seconds + "s";
  }

  private List<Remedy> asAnother(Considered c, Certificate certificate) {
    List<Remedy> remedies = new ArrayList<>();
    certificate.principals().stream()
        .filter(SafeNames::isUser)
        .findFirst()
        .ifPresent(name -> remedies.addAll(typed.set(ClientKeywords.USER, name, "-l", name)));
    remedies.addAll(signed(c, certificate));
    return remedies;
  }

  /** The key's own file, by the name that ssh-keygen gives its certificate. */
  private static String publicName(String file) {
    return file.endsWith(SUFFIX)
        ? file.substring(0, file.length() - SUFFIX.length()) + ".pub"
        : file;
  }
}
