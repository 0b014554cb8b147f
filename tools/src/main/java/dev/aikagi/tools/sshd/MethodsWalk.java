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

/** Whether a method may be what proves who somebody is, and what else is wanted. */
final class MethodsWalk {
  /** The one that is asked about. */
  enum Method {
    PUBLICKEY("publickey", "walk.publickey", "walk.more-methods"),
    HOSTBASED("hostbased", "walk.hostbased", "walk.more-than-host");

    private final String wireName;
    private final String on;
    private final String more;

    Method(String wireName, String on, String more) {
      this.wireName = wireName;
      this.on = on;
      this.more = more;
    }

    private Keyword<Boolean> keyword() {
      return this == HOSTBASED
          ? ServerKeywords.HOSTBASED_AUTHENTICATION
          : ServerKeywords.PUBKEY_AUTHENTICATION;
    }

    private ServerSetupReason off(String user) {
      return this == HOSTBASED
          ? new ServerSetupReason.HostbasedOff(user)
          : new ServerSetupReason.PublickeyOff(user);
    }

    private ServerSetupReason notListed(List<String> lists) {
      return this == HOSTBASED
          ? new ServerSetupReason.HostbasedNotListed(lists)
          : new ServerSetupReason.PublickeyNotListed(lists);
    }
  }

  private static final int FEW = 2;
  private static final Map<String, Keyword<Boolean>> SWITCHES =
      Map.of(
          "publickey", ServerKeywords.PUBKEY_AUTHENTICATION,
          "password", ServerKeywords.PASSWORD_AUTHENTICATION,
          "keyboard-interactive", ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION,
          "hostbased", ServerKeywords.HOSTBASED_AUTHENTICATION,
          "gssapi-with-mic", ServerKeywords.GSSAPI_AUTHENTICATION);

  private final Walk walk;
  private final Method method;
  private final String name;
  private final UserAuthSettings settings;

  MethodsWalk(Walk walk, Method method) {
    this.walk = walk;
    this.method = method;
    this.name = method.wireName;
    this.settings = SystemUser.settings(walk.config, walk.withPam(), null);
  }

  void go() {
    if (settings.enabledMethods().contains(name)) {
      walk.step(Mark.OK, method.on);
      lists();
    } else {
      walk.configured(
          Rank.CERTAIN,
          method.off(walk.user.name()),
          method.keyword(),
          walk.lines.set(method.keyword(), "yes"));
    }
    if (method == Method.PUBLICKEY && settings.maxTries() <= FEW) {
      walk.configured(
          Rank.RISK,
          new ServerSetupReason.FewTries(settings.maxTries()),
          ServerKeywords.MAX_AUTH_TRIES,
          walk.lines.set(ServerKeywords.MAX_AUTH_TRIES, "6"));
    }
  }

  private void lists() {
    List<List<String>> all = settings.authenticationMethods().lists();
    if (all.isEmpty() || all.contains(List.of(name))) {
      return;
    }
    List<String> shown = all.stream().map(l -> String.join(",", l)).toList();
    if (all.stream().noneMatch(l -> l.contains(name))) {
      walk.configured(
          Rank.CERTAIN,
          method.notListed(shown),
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
      walk.step(Mark.NOTE, method.more, "methods", shown);
    }
  }

  /** One list more: those that are there may be what the others log in with. */
  private Remedy besides(List<String> lists) {
    return walk.lines.set(
        ServerKeywords.AUTHENTICATION_METHODS, String.join(" ", lists) + " " + name);
  }

  /** What the first list with the method that can be completed so lacks. */
  private Remedy switchedOn(List<List<String>> all) {
    for (List<String> list : all) {
      List<String> off = list.stream().filter(m -> !enabled(m)).map(MethodsWalk::bare).toList();
      if (list.contains(name) && off.stream().allMatch(this::isSwitchedOff)) {
        return walk.lines.switchOn(off.stream().distinct().map(SWITCHES::get).toList());
      }
    }
    return Remedy.server();
  }

  /** Some methods are missing for another reason than their own keyword. */
  private boolean isSwitchedOff(String other) {
    Keyword<Boolean> keyword = SWITCHES.get(other);
    return keyword != null && !walk.config.value(keyword);
  }

  private boolean possible(List<String> list) {
    return list.contains(name) && list.stream().allMatch(this::enabled);
  }

  private boolean enabled(String word) {
    return settings.enabledMethods().contains(bare(word));
  }

  /** Without its submethod. */
  private static String bare(String word) {
    int colon = word.indexOf(':');
    return colon < 0 ? word : word.substring(0, colon);
  }
}
