package dev.aikagi.tools.configcheck;

import static dev.aikagi.config.ClientKeywords.STRICT_HOST_KEY_CHECKING;
import static dev.aikagi.config.ClientKeywords.USER_KNOWN_HOSTS_FILE;

import dev.aikagi.Reason;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Sed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Settings that work, and should not. */
record RiskCheck(Checked checked) {
  private static final int SHORTEST_RSA = 2048;

  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (Entry entry : checked.all()) {
      entry.row().flatMap(row -> draft(entry, row)).ifPresent(drafts::add);
    }
    if (checked.isServer()) {
      passwordByAnotherName().ifPresent(drafts::add);
    }
    return drafts;
  }

  private Optional<Draft> draft(Entry entry, Keyword<?> row) {
    String value = entry.value().toLowerCase(Locale.ROOT);
    return checked.isServer() ? server(entry, row, value) : client(entry, row, value);
  }

  private static Optional<Draft> server(Entry entry, Keyword<?> row, String value) {
    String file = entry.file();
    int line = entry.line();
    String keyword = entry.keyword();
    if (row == ServerKeywords.PERMIT_ROOT_LOGIN && value.equals("yes")) {
      Reason reason = new WeakSettingReason.RootByPassword(file, line, keyword);
      return risk(entry, reason, "prohibit-password");
    }
    if (row == ServerKeywords.PERMIT_EMPTY_PASSWORDS && value.equals("yes")) {
      return risk(entry, new WeakSettingReason.EmptyPasswords(file, line, keyword), "no");
    }
    if (row == ServerKeywords.STRICT_MODES && value.equals("no")) {
      return risk(entry, new WeakSettingReason.StrictModesOff(file, line, keyword), "yes");
    }
    if (row == ServerKeywords.PERMIT_USER_ENVIRONMENT && value.equals("yes")) {
      return risk(entry, new WeakSettingReason.UserEnvironment(file, line, keyword, value), "no");
    }
    if (row == ServerKeywords.IGNORE_RHOSTS && value.equals("no")) {
      return risk(entry, new WeakSettingReason.RhostsHeard(file, line, keyword), "yes");
    }
    if (row == ServerKeywords.X11_USE_LOCALHOST && value.equals("no")) {
      return risk(entry, new WeakSettingReason.X11ForOthers(file, line, keyword), "yes");
    }
    if (row == ServerKeywords.MAX_AUTH_TRIES && (value.equals("1") || value.equals("0"))) {
      return risk(entry, new WeakSettingReason.OneTry(file, line, keyword, value), "6");
    }
    if (row == ServerKeywords.LOG_LEVEL && value.equals("quiet")) {
      return risk(entry, new WeakSettingReason.NoLog(file, line, keyword), "INFO");
    }
    return row == ServerKeywords.REQUIRED_RSA_SIZE ? shortRsa(entry) : Optional.empty();
  }

  private static Optional<Draft> client(Entry entry, Keyword<?> row, String value) {
    String file = entry.file();
    int line = entry.line();
    String keyword = entry.keyword();
    boolean unchecked = value.equals("no") || value.equals("off") || value.equals("false");
    if (row == STRICT_HOST_KEY_CHECKING && unchecked) {
      Reason reason = new WeakSettingReason.HostKeysUnchecked(file, line, keyword, value);
      return risk(entry, reason, "accept-new");
    }
    boolean nowhere = value.equals("/dev/null") || value.equals("none");
    if (row == USER_KNOWN_HOSTS_FILE && nowhere) {
      Reason reason = new WeakSettingReason.HostKeysForgotten(file, line, keyword);
      return Optional.of(Draft.of(Rank.RISK, reason, entry).proposing(Edit.comment(entry)));
    }
    return row == ClientKeywords.REQUIRED_RSA_SIZE ? shortRsa(entry) : Optional.empty();
  }

  private static Optional<Draft> shortRsa(Entry entry) {
    String value = entry.value();
    if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) >= SHORTEST_RSA) {
      return Optional.empty();
    }
    Reason reason =
        new WeakSettingReason.ShortRsa(entry.file(), entry.line(), entry.keyword(), value);
    return risk(entry, reason, String.valueOf(SHORTEST_RSA));
  }

  private static Optional<Draft> risk(Entry entry, Reason reason, String better) {
    return Optional.of(
        Draft.of(Rank.RISK, reason, entry).proposing(Edit.value(entry, entry.value(), better)));
  }

  private Optional<Draft> passwordByAnotherName() {
    Optional<Entry> off =
        checked.global(ServerKeywords.PASSWORD_AUTHENTICATION).filter(e -> is(e, "no"));
    Optional<Entry> pam = checked.global(ServerKeywords.USE_PAM).filter(e -> is(e, "yes"));
    Optional<Entry> keyboard = checked.global(ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION);
    boolean secondFactor =
        checked.all().stream()
            .filter(e -> e.sets(ServerKeywords.AUTHENTICATION_METHODS))
            .anyMatch(e -> e.value().contains("publickey,"));
    if (off.isEmpty()
        || pam.isEmpty()
        || secondFactor
        || keyboard.filter(e -> !is(e, "yes")).isPresent()) {
      return Optional.empty();
    }
    Entry line = off.get();
    String other =
        keyboard
            .map(e -> e.place() + ": " + e.keyword() + " yes")
            .orElse("KbdInteractiveAuthentication yes");
    Reason reason =
        new WeakSettingReason.PasswordByAnotherName(
            line.file(), line.line(), line.keyword(), other);
    Draft draft = Draft.of(Rank.RISK, reason, line);
    String insertion =
        line.source()
            .changing(Sed.command(line.file(), line.line() + "a KbdInteractiveAuthentication no"));
    return Optional.of(
        keyboard
            .map(e -> draft.proposing(Edit.value(e, e.value(), "no")))
            .orElseGet(() -> draft.with(insertion)));
  }

  private static boolean is(Entry entry, String value) {
    return entry.value().equalsIgnoreCase(value);
  }
}
