package dev.aikagi.tools.sshd;

import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import java.util.List;
import java.util.TreeSet;

/** Whether a key may be what proves who somebody is, and what else is wanted. */
final class MethodsWalk {
  private static final String NAME = "publickey";
  private static final int FEW = 2;

  private final Walk walk;
  private final UserAuthSettings settings;

  MethodsWalk(Walk walk) {
    this.walk = walk;
    this.settings = SystemUser.settings(walk.config, walk.withPam(), null);
  }

  void go() {
    if (settings.enabledMethods().contains(NAME)) {
      walk.step(Mark.OK, "walk.publickey");
      lists();
    } else {
      walk.configured(
          Rank.CERTAIN,
          new ServerSetupReason.PublickeyOff(walk.user.name()),
          ServerKeywords.PUBKEY_AUTHENTICATION,
          walk.lines.set(ServerKeywords.PUBKEY_AUTHENTICATION, "yes"));
    }
    if (settings.maxTries() <= FEW) {
      walk.configured(
          Rank.RISK,
          new ServerSetupReason.FewTries(settings.maxTries()),
          ServerKeywords.MAX_AUTH_TRIES,
          walk.lines.set(ServerKeywords.MAX_AUTH_TRIES, "6"));
    }
  }

  private void lists() {
    List<List<String>> all = settings.authenticationMethods().lists();
    if (all.isEmpty() || all.contains(List.of(NAME))) {
      return;
    }
    List<String> shown = all.stream().map(l -> String.join(",", l)).toList();
    if (all.stream().noneMatch(l -> l.contains(NAME))) {
      walk.configured(
          Rank.CERTAIN,
          new ServerSetupReason.PublickeyNotListed(shown),
          ServerKeywords.AUTHENTICATION_METHODS,
          walk.lines.set(ServerKeywords.AUTHENTICATION_METHODS, NAME));
    } else if (all.stream().noneMatch(this::possible)) {
      TreeSet<String> off = new TreeSet<>();
      all.forEach(l -> l.stream().filter(m -> !enabled(m)).forEach(off::add));
      walk.configured(
          Rank.CERTAIN,
          new ServerSetupReason.MethodsOff(List.copyOf(off)),
          ServerKeywords.AUTHENTICATION_METHODS,
          walk.lines.set(ServerKeywords.AUTHENTICATION_METHODS, NAME));
    } else {
      walk.step(Mark.NOTE, "walk.more-methods", "methods", shown);
    }
  }

  private boolean possible(List<String> list) {
    return list.contains(NAME) && list.stream().allMatch(this::enabled);
  }

  private boolean enabled(String method) {
    int colon = method.indexOf(':');
    return settings.enabledMethods().contains(colon < 0 ? method : method.substring(0, colon));
  }
}
