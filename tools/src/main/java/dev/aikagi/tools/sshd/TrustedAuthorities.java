package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.Authorities;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.AuthorizedPrincipals;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.OfferedCertificate;
import dev.aikagi.trust.PrincipalReason;
import dev.aikagi.trust.UserCertificateRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * TrustedUserCAKeys: certificates of the authorities that the administrator trusts for every
 * account. Which of them is for this account, its principals say: one has to be the account's name,
 * or stand in AuthorizedPrincipalsFile or in what AuthorizedPrincipalsCommand prints, where either
 * is configured.
 */
record TrustedAuthorities(UserKeys keys, OfferedCertificate offered) {
  static final int MAX_FILE = 16 << 20;

  KeyDecision decide() {
    Optional<String> file = keys.config().value(ServerKeywords.TRUSTED_USER_CA_KEYS);
    if (file.isEmpty()) {
      return UserKeys.refused(new UserCertificateRefusal.NoAuthorities(certificate()));
    }
    List<Reason> untrusted = untrusted(file.get());
    return untrusted.isEmpty() ? named(file.get()) : new KeyDecision.Refused(untrusted);
  }

  private Certificate certificate() {
    return offered.certificate();
  }

  /** Why the authority is none that is trusted; empty where it is one. */
  List<Reason> untrusted(String file) {
    Authorities authorities;
    try {
      authorities = read(file);
    } catch (IOException | RuntimeException e) {
      String fault = ServerLog.why(e);
      keys.log().error("Could not use TrustedUserCAKeys " + file + ": " + fault);
      return List.of(new AuthorityReason.FileUnusable(file, fault));
    }
    if (authorities.line(certificate().signatureKey()).isPresent()) {
      return List.of();
    }
    List<Reason> reasons = new ArrayList<>();
    authorities
        .fault()
        .ifPresent(f -> reasons.add(new AuthorityReason.BadLine(file, f.line(), f.detail())));
    reasons.add(new UserCertificateRefusal.UnknownAuthority(certificate(), file));
    return reasons;
  }

  static Authorities read(String file) throws IOException {
    Path path = Path.of(file);
    if (Files.size(path) > MAX_FILE) {
      throw new IOException("too large");
    }
    return Authorities.parse(Files.readAllBytes(path));
  }

  /** Whether it is for this account, of an authority that is trusted. */
  private KeyDecision named(String file) {
    Optional<String> template = keys.config().value(ServerKeywords.AUTHORIZED_PRINCIPALS_FILE);
    boolean command = keys.config().value(ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND).isPresent();
    if (template.isEmpty() && !command) {
      return accepted(file, offered.refusalByName(file), offered::permissionsByName);
    }
    List<Reason> reasons = new ArrayList<>();
    List<AuthorizedPrincipals> lists = new ArrayList<>();
    template.flatMap(t -> principalsOfFile(t, reasons)).ifPresent(lists::add);
    Optional<AuthorizedPrincipals.Decision.Authorized> found =
        lists.stream().findFirst().flatMap(list -> judge(list, reasons));
    if (found.isEmpty() && command) {
      Optional<AuthorizedPrincipals> printed = principalsOfProgram(reasons);
      printed.ifPresent(lists::add);
      found = printed.flatMap(list -> judge(list, reasons));
    }
    if (found.isPresent()) {
      AuthorizedKeyOptions line = found.get().options();
      return accepted(
          file,
          offered.refusalOfListed(line, found.get().reason().file()),
          () -> offered.permissions(line));
    }
    // A line that has a principal and is not met says why itself.
    boolean listed = reasons.stream().anyMatch(PrincipalReason.OptionsNotMet.class::isInstance);
    if (!lists.isEmpty() && !listed) {
      String all = lists.stream().map(AuthorizedPrincipals::file).collect(Collectors.joining(", "));
      reasons.addFirst(new UserCertificateRefusal.NotAuthorized(certificate(), all));
    }
    return new KeyDecision.Refused(reasons);
  }

  private Optional<AuthorizedPrincipals> principalsOfFile(String template, List<Reason> reasons) {
    switch (principals(template)) {
      case KeyList.Text t -> {
        return Optional.of(AuthorizedPrincipals.parse(t.file().toString(), t.text().toArray()));
      }
      case KeyList.Unusable(Reason why) -> reasons.add(why);
      case KeyList.Open open -> {
        List<FileModeReason> faults = UserKeys.named(open);
        faults.forEach(f -> keys.log().info("Authentication refused: " + f.summary()));
        reasons.addAll(faults);
      }
    }
    return Optional.empty();
  }

  private Optional<AuthorizedPrincipals> principalsOfProgram(List<Reason> reasons) {
    PrincipalsCommand program = new PrincipalsCommand(keys, offered);
    switch (program.output()) {
      case ListProgram.Output.Text(Bytes text) -> {
        return Optional.of(AuthorizedPrincipals.parse(program.command(), text.toArray()));
      }
      case ListProgram.Output.Failed(List<Reason> why) -> reasons.addAll(why);
    }
    return Optional.empty();
  }

  private Optional<AuthorizedPrincipals.Decision.Authorized> judge(
      AuthorizedPrincipals list, List<Reason> reasons) {
    return switch (list.decide(
        certificate(), offered.clientHost(), offered.clientAddress(), Instant.now())) {
      case AuthorizedPrincipals.Decision.Authorized yes -> Optional.of(yes);
      case AuthorizedPrincipals.Decision.NotAuthorized no -> {
        reasons.addAll(no.reasons());
        yield Optional.empty();
      }
    };
  }

  /** What is at the place that AuthorizedPrincipalsFile means for this user. */
  KeyList principals(String template) {
    try {
      Path path =
          keys.user().equals(UserKeys.STAND_IN) ? UserKeys.STAND_IN_FILE : keys.path(template);
      return keys.list("authorized principals", path, keys.strict());
    } catch (ConfigException e) {
      return new KeyList.Unusable(new KeysFileReason.BadName(template, ServerLog.why(e)));
    }
  }

  private KeyDecision accepted(
      String file,
      Optional<UserCertificateRefusal> refusal,
      Supplier<AuthorizedKeyOptions> permissions) {
    return refusal
        .<KeyDecision>map(UserKeys::refused)
        .orElseGet(
            () ->
                keys.authorized(
                    permissions.get(), new AuthorityReason.Accepted(certificate(), file)));
  }
}
