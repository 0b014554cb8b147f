package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.RevocationList;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the server takes a key at all, a user's or a host's, whoever it is listed for. */
final class KeyFitness {
  private final Walk walk;
  private final UserKeys keys;
  private final UserAuthSettings settings;
  private final boolean host;

  private KeyFitness(Walk walk, UserKeys keys, boolean host) {
    this.walk = walk;
    this.keys = keys;
    this.settings = SystemUser.settings(walk.config, walk.withPam(), null);
    this.host = host;
  }

  static KeyFitness ofUser(Walk walk, UserKeys keys) {
    return new KeyFitness(walk, keys, false);
  }

  static KeyFitness ofHost(Walk walk, UserKeys keys) {
    return new KeyFitness(walk, keys, true);
  }

  /** The keys that the request names, each judged. */
  List<OfferedKey> offered() {
    List<OfferedKey> all = new ArrayList<>();
    for (Path path : walk.request.keys()) {
      try {
        for (OfferedKey key : OfferedKey.all(path)) {
          if (key.certificate().isPresent()) {
            CertificateWalk.describe(walk, key.path(), key.certificate().get());
          } else {
            walk.step(Mark.OK, "walk.key", "file", path, "key", key.key());
          }
          judge(key);
          all.add(key);
        }
      } catch (IOException e) {
        walk.fault(Rank.CERTAIN, new ServerSetupReason.NotAKey(path, OfferedKey.fault(e)));
      }
    }
    return all;
  }

  private void judge(OfferedKey offered) {
    PublicKey key = offered.key();
    algorithm(offered.certificate().map(Certificate::type).orElse(key.type()));
    Optional<KeyRefusal> weak = key.refusal(settings.requiredRsaBits());
    if (weak.isPresent()) {
      boolean lower = walk.config.isSet(ServerKeywords.REQUIRED_RSA_SIZE) && key.bits() >= 1024;
      walk.configured(
          Rank.CERTAIN,
          weak.get(),
          ServerKeywords.REQUIRED_RSA_SIZE,
          lower
              ? walk.lines.set(ServerKeywords.REQUIRED_RSA_SIZE, Integer.toString(key.bits()))
              : Remedy.server());
    }
    keys.revoked(offered.shown()).ifPresent(r -> revoked(r, key));
  }

  private void algorithm(KeyType type) {
    List<PublicKeyAlgorithm> accepted = host ? settings.hostAlgorithms() : settings.algorithms();
    if (accepted.stream().anyMatch(a -> a.keyType() == type)) {
      return;
    }
    Keyword<String> keyword =
        host
            ? ServerKeywords.HOSTBASED_ACCEPTED_ALGORITHMS
            : ServerKeywords.PUBKEY_ACCEPTED_ALGORITHMS;
    String value = walk.config.value(keyword);
    List<PublicKeyAlgorithm> missing =
        PublicKeyAlgorithm.DEFAULT.stream().filter(a -> a.keyType() == type).toList();
    walk.configured(
        Rank.CERTAIN,
        host
            ? new ServerSetupReason.HostAlgorithmOff(type.wireName(), value)
            : new ServerSetupReason.AlgorithmOff(type.wireName(), value),
        keyword,
        missing.isEmpty() ? Remedy.server() : accepting(keyword, value, missing));
  }

  /** One more in a list of names; a list of what is taken away gives way to the default. */
  private Remedy accepting(
      Keyword<String> keyword, String value, List<PublicKeyAlgorithm> missing) {
    if (value.startsWith("-")) {
      List<Position> lines =
          walk.config.positions(keyword).stream().filter(p -> p.line() > 0).toList();
      return lines.isEmpty()
          ? Remedy.server()
          : walk.lines.withReload(Sed.comment(lines.getFirst().file(), lines.getFirst().line()));
    }
    String names =
        missing.stream().map(PublicKeyAlgorithm::wireName).collect(Collectors.joining(","));
    return walk.lines.set(keyword, value + "," + names);
  }

  private void revoked(Reason reason, PublicKey key) {
    // A list in the binary form is made anew by whoever keeps it.
    Remedy remedy =
        reason instanceof LoginRefusal.Revoked r
                && LookAlikes.text(Path.of(r.file()))
                    .filter(t -> !RevocationList.is(t.toArray()))
                    .isPresent()
            ? Remedy.server(
                Sed.command(
                    r.file(),
                    "\\#" + Base64.getEncoder().encodeToString(key.blob().toArray()) + "#d"))
            : Remedy.server();
    walk.configured(Rank.CERTAIN, reason, ServerKeywords.REVOKED_KEYS, remedy);
  }
}
