package dev.aikagi.tools.sshd;

import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether a key may be what proves who somebody is, and what else is wanted. */
final class MethodsWalk {
  private static final String NAME = "publickey";
  private static final int FEW = 2;
  private static final Map<String, Keyword<Boolean>> SWITCHES =
      Map.of(
          "password", ServerKeywords.PASSWORD_AUTHENTICATION,
          "keyboard-interactive", ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION,
          "hostbased", ServerKeywords.HOSTBASED_AUTHENTICATION,
          "gssapi-with-mic", ServerKeywords.GSSAPI_AUTHENTICATION);

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
          besides(shown));
    } else if (all.stream().noneMatch(this::possible)) {
      TreeSet<String> off = new TreeSet<>();
      all.forEach(l -> l.stream().filter(m -> !enabled(m)).forEach(off::add));
      walk.configured(
          Rank.CERTAIN,
          new ServerSetupReason.MethodsOff(List.copyOf(off)),
          ServerKeywords.AUTHENTICATION_METHODS,
          switchedOn(all),
          besides(shown));
    } else {
      walk.step(Mark.NOTE, "walk.more-methods", "methods", shown);
    }
  }

  /** One list more: those that are there may be what the others log in with. */
  private Remedy besides(List<String> lists) {
    return walk.lines.set(
        ServerKeywords.AUTHENTICATION_METHODS, String.join(" ", lists) + " " + NAME);
  }

  /** What the first list with publickey that can be completed so lacks. */
  private Remedy switchedOn(List<List<String>> all) {
    for (List<String> list : all) {
      List<String> off = list.stream().filter(m -> !enabled(m)).map(MethodsWalk::name).toList();
      if (list.contains(NAME) && off.stream().allMatch(this::isSwitchedOff)) {
        return walk.lines.switchOn(off.stream().distinct().map(SWITCHES::get).toList());
      }
    }
    return Remedy.server();
  }

  /** Some methods are missing for another reason than their own keyword. */
  private boolean isSwitchedOff(String method) {
    Keyword<Boolean> keyword = SWITCHES.get(method);
    return keyword != null && !walk.config.value(keyword);
  }

  private boolean possible(List<String> list) {
    return list.contains(NAME) && list.stream().allMatch(this::enabled);
  }

  private boolean enabled(String method) {
    return settings.enabledMethods().contains(name(method));
  }

  private static String name(String method) {
    int colon = method.indexOf(':');
    return colon < 0 ? method : method.substring(0, colon);
  }
}
