package dev.aikagi.tools.configcheck;

import static dev.aikagi.config.ServerKeywords.AUTHENTICATION_METHODS;
import static dev.aikagi.config.ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.PASSWORD_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.PUBKEY_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.USE_PAM;

import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Rank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether some method of authentication is left. */
final class MethodsCheck {
  private final Checked checked;
  private final ServerConfig config;
  private final List<Draft> drafts = new ArrayList<>();

  MethodsCheck(Checked checked, ServerConfig config) {
    this.checked = checked;
    this.config = config;
    if (!noMethod()) {
      methodsOff();
    }
  }

  /** Empty where one is. */
  List<Draft> drafts() {
    return drafts;
  }

  /** Methods that are on, by name. */
  private static Map<String, Boolean> methods(ServerConfig of) {
    Map<String, Boolean> methods = new LinkedHashMap<>();
    methods.put("publickey", of.value(PUBKEY_AUTHENTICATION));
    methods.put("password", of.value(PASSWORD_AUTHENTICATION));
    methods.put(
        "keyboard-interactive", of.value(KBD_INTERACTIVE_AUTHENTICATION) && of.value(USE_PAM));
    methods.put("hostbased", of.value(ServerKeywords.HOSTBASED_AUTHENTICATION));
    methods.put("gssapi-with-mic", of.value(ServerKeywords.GSSAPI_AUTHENTICATION));
    return methods;
  }

  static List<String> on(ServerConfig of) {
    return methods(of).entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whom it lets in, no file of this machine says. */
  static boolean withKerberos(Checked checked) {
    return checked.all().stream()
        .anyMatch(
            e ->
                e.keyword().toLowerCase(Locale.ROOT).startsWith("gssapiauth")
                    && e.value().equalsIgnoreCase("yes"));
  }

  private boolean noMethod() {
    boolean inBlocks =
        checked.all().stream()
            .anyMatch(
                e ->
                    !e.block().isNone()
                        && (e.sets(PUBKEY_AUTHENTICATION)
                            || e.sets(PASSWORD_AUTHENTICATION)
                            || e.sets(KBD_INTERACTIVE_AUTHENTICATION)
                            || e.sets(ServerKeywords.HOSTBASED_AUTHENTICATION)
                            || e.sets(ServerKeywords.GSSAPI_AUTHENTICATION)));
    if (!on(config).isEmpty() || inBlocks) {
      return false;
    }
    Draft draft = Draft.of(Rank.CERTAIN, new LockOutReason.NoMethod(checked.main().name()));
    drafts.add(
        checked
            .global(PUBKEY_AUTHENTICATION)
            .map(e -> draft.at(e).proposing(Edit.value(e, e.value(), "yes")))
            .orElse(draft));
    return true;
  }

  /** sshd does not start with such a list, whatever Match blocks turn on. */
  private void methodsOff() {
    Optional<Entry> entry = checked.global(AUTHENTICATION_METHODS);
    List<String> lists = config.value(AUTHENTICATION_METHODS);
    List<String> off =
        lists.stream()
            .flatMap(l -> List.of(l.split(",")).stream())
            .map(MethodsCheck::method)
            .filter(m -> !on(config).contains(m))
            .distinct()
            .toList();
    boolean none =
        !lists.isEmpty()
            && lists.stream()
                .noneMatch(
                    l -> List.of(l.split(",")).stream().noneMatch(m -> off.contains(method(m))));
    if (!none || entry.isEmpty()) {
      return;
    }
    Entry line = entry.get();
    drafts.add(
        Draft.of(
                Rank.CERTAIN,
                new LockOutReason.MethodOff(line.file(), line.line(), line.value(), off),
                line)
            .proposing(Edit.comment(line)));
  }

  static String method(String step) {
    int colon = step.indexOf(':');
    return colon < 0 ? step : step.substring(0, colon);
  }
}
