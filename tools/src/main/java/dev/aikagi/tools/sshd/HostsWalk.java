package dev.aikagi.tools.sshd;

import dev.aikagi.Reason;
import dev.aikagi.auth.ClientHostClaim;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.posix.Netgroups;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.TrustedHosts.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Host-based authentication: which host it is, whether it is trusted for the user, and whether its
 * key is known. Each is asked, whatever the one before it says.
 */
final class HostsWalk {
  private static final String METHOD = "hostbased";

  private final Walk walk;
  private final WalkRequest.Claim claim;
  private final UserKeys keys;
  private final HostTrust trust;
  private final Question question;
  private final List<Reason> differing = new ArrayList<>();
  private final HostRemedies remedies;

  HostsWalk(Walk walk, WalkRequest.Claim claim, ServerLog log) {
    this.walk = walk;
    this.claim = claim;
    this.keys =
        new UserKeys(
            walk.user,
            walk.config,
            walk.peer,
            log,
            (_, _) -> {
              throw new IOException("no program is started to explain something");
            });
    this.trust = new HostTrust(keys);
    this.question = trust.question(claimed(), claim.user(), differing);
    this.remedies = new HostRemedies(walk, question);
  }

  void go() throws IOException {
    new MethodsWalk(walk, MethodsWalk.Method.HOSTBASED).go();
    client();
    lists();
    keys(question.host());
    SystemUser.rootRefusal(walk.user, walk.config, METHOD, AuthorizedKeyOptions.NONE)
        .ifPresent(
            r ->
                walk.configured(
                    Rank.CERTAIN,
                    r,
                    ServerKeywords.PERMIT_ROOT_LOGIN,
                    walk.lines.set(ServerKeywords.PERMIT_ROOT_LOGIN, "prohibit-password")));
  }

  private boolean byClaim() {
    return walk.config.value(ServerKeywords.HOSTBASED_USES_NAME_FROM_PACKET_ONLY);
  }

  private String claimed() {
    return ClientHostClaim.withoutDot(claim.host().orElse(walk.peer.host()));
  }

  private void client() {
    walk.step(
        Mark.OK,
        byClaim() ? "walk.client-claimed" : "walk.client",
        "user",
        claim.user(),
        "host",
        question.host(),
        "address",
        walk.peer.address());
    if (!byClaim() && walk.addressKnown() && question.host().equals(walk.peer.address())) {
      boolean dns = walk.config.value(ServerKeywords.USE_DNS);
      walk.step(
          Mark.NOTE,
          dns ? "walk.client-unnamed" : "walk.client-without-dns",
          "address",
          walk.peer.address());
    }
  }

  // Whether the host is trusted.

  private void lists() {
    Rhosts rhosts = new Rhosts(keys, trust.files().equivalents(), Netgroups::contains);
    Optional<TrustedHostReason> yes = rhosts.decide(question);
    if (yes.isPresent()) {
      walk.step(Mark.OK, yes.get());
      differing.forEach(r -> walk.step(Mark.NOTE, r));
      return;
    }
    List<Reason> all = new ArrayList<>(rhosts.reasons());
    if (!differing.isEmpty() && wouldBeTrusted()) {
      all.forEach(r -> refused(r, Rank.POSSIBLE, Optional.empty()));
      differing.forEach(r -> refused(r, Rank.CERTAIN, Optional.empty()));
      return;
    }
    Optional<Reason> deciding = DecidingReason.of(all, null);
    for (Reason reason : all) {
      Rank rank = deciding.filter(reason::equals).isPresent() ? Rank.CERTAIN : Rank.POSSIBLE;
      refused(reason, rank, Optional.empty());
    }
    differing.forEach(r -> walk.step(Mark.NOTE, r));
  }

  /** By the name that the client gives itself: then only the names differ. */
  private boolean wouldBeTrusted() {
    Question asked = new Question(claimed(), claimed(), claim.user(), walk.user.name());
    return new Rhosts(keys, trust.files().equivalents(), Netgroups::contains)
        .decide(asked)
        .isPresent();
  }

  private void refused(Reason reason, Rank rank, Optional<KeyOrCertificate> key) {
    remedies
        .keyword(reason)
        .ifPresentOrElse(
            keyword -> walk.configured(rank, reason, keyword, remedies.of(reason, key)),
            () -> walk.fault(rank, reason, remedies.of(reason, key)));
  }

  // Whether its key is known.

  private void keys(String host) throws IOException {
    List<OfferedKey> offered = KeyFitness.ofHost(walk, keys).offered();
    if (walk.request.keys().isEmpty()) {
      anyKey(host);
      return;
    }
    List<Refusal> refusals = new ArrayList<>();
    boolean known = false;
    for (OfferedKey key : offered) {
      List<Reason> reasons = new ArrayList<>();
      Optional<String> place = trust.known(key.shown(), host, reasons);
      place.ifPresent(p -> walk.step(Mark.OK, "walk.host-known", "host", host, "place", p));
      known |= place.isPresent();
      if (place.isEmpty()) {
        refusals.add(new Refusal(key.shown(), reasons));
      }
    }
    // A client shows one key after the other.
    for (Refusal refusal : refusals) {
      Optional<Reason> deciding = DecidingReason.of(refusal.reasons(), refusal.key());
      for (Reason reason : refusal.reasons()) {
        if (known) {
          walk.step(Mark.NOTE, reason);
        } else {
          Rank rank = deciding.filter(reason::equals).isPresent() ? Rank.CERTAIN : Rank.POSSIBLE;
          refused(reason, rank, Optional.of(refusal.key()));
        }
      }
    }
  }

  /** Of one key. */
  private record Refusal(KeyOrCertificate key, List<Reason> reasons) {}

  /** Which one the host would show is not known. */
  private void anyKey(String host) throws IOException {
    List<Reason> reasons = new ArrayList<>();
    if (trust.knows(host, reasons)) {
      walk.step(Mark.OK, "walk.host-known-by-some", "host", host);
    } else {
      reasons.forEach(r -> refused(r, Rank.POSSIBLE, Optional.empty()));
      refused(new HostTrustReason.KeyNotKnown(host), Rank.CERTAIN, Optional.empty());
    }
  }
}
