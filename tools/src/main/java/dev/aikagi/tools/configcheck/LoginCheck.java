package dev.aikagi.tools.configcheck;

import static dev.aikagi.config.ServerKeywords.ALLOW_GROUPS;
import static dev.aikagi.config.ServerKeywords.ALLOW_USERS;
import static dev.aikagi.config.ServerKeywords.AUTHENTICATION_METHODS;
import static dev.aikagi.config.ServerKeywords.DENY_GROUPS;
import static dev.aikagi.config.ServerKeywords.DENY_USERS;
import static dev.aikagi.config.ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.PASSWORD_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.PUBKEY_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.USE_PAM;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.UserAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether anybody would still get in. */
final class LoginCheck {
  private static final int MOST_SHOWN = 20;
  private static final Set<String> NO_SHELLS =
      Set.of("nologin", "false", "sync", "halt", "shutdown");

  private static final List<Keyword<?>> METHODS =
      List.of(PUBKEY_AUTHENTICATION, PASSWORD_AUTHENTICATION, KBD_INTERACTIVE_AUTHENTICATION);

  /** Those that keep out whoever is not in them, or is. */
  private static final List<Keyword<?>> LISTS =
      List.of(ALLOW_USERS, ALLOW_GROUPS, DENY_USERS, DENY_GROUPS, AUTHENTICATION_METHODS);

  private final Checked checked;
  private final ServerConfig config;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Step> gaps = new ArrayList<>();

  LoginCheck(Checked checked, ServerConfig config) {
    this.checked = checked;
    this.config = config;
    drafts.addAll(new NamedCheck(checked).drafts());
    MethodsCheck methods = new MethodsCheck(checked, config);
    drafts.addAll(methods.drafts());
    if (methods.drafts().isEmpty()) {
      whoGetsIn();
    }
  }

  List<Draft> drafts() {
    return drafts;
  }

  List<Step> steps() {
    return steps;
  }

  private void whoGetsIn() {
    List<Place> places = Places.of(checked, config);
    List<Step> in = new ArrayList<>();
    for (Account account : checked.machine().accounts()) {
      try {
        whetherIn(account, places).ifPresent(in::add);
      } catch (ConfigException e) {
        // The lines were checked; only a Match block of this account's can be at fault.
        gap(Words.of("config-check.unknown-way", "keyword", "Match"));
      }
    }
    if (MethodsCheck.withKerberos(checked)) {
      unknownWay("GSSAPIAuthentication");
    }
    List<Step> parts = new ArrayList<>(in.subList(0, Math.min(in.size(), MOST_SHOWN)));
    if (in.size() > MOST_SHOWN) {
      Words more = Words.of("config-check.more-accounts", "count", in.size() - MOST_SHOWN);
      parts.add(Step.of(Mark.NOTE, more));
    }
    parts.addAll(gaps);
    boolean lockedOut = in.isEmpty() && gaps.stream().noneMatch(g -> g.mark() == Mark.NOT_SEEN);
    if (lockedOut && restricts()) {
      drafts.add(
          Draft.of(
              Rank.LIKELY,
              new LockOutReason.NobodyGetsIn(
                  checked.main().name(), String.join(", ", MethodsCheck.on(config)))));
    } else if (lockedOut) {
      parts.add(Step.of(Mark.NOTE, Words.of("config-check.nobody")));
    }
    steps.add(
        new Step(
            lockedOut && restricts() ? Mark.BAD : in.isEmpty() ? Mark.NOTE : Mark.OK,
            Words.of("config-check.logins", "count", in.size()),
            parts));
  }

  /** Whether the file keeps anybody out that the defaults would let in. */
  private boolean restricts() {
    List<String> on = MethodsCheck.on(config);
    return !on.contains("publickey")
        || !(on.contains("password") || on.contains("keyboard-interactive"))
        || LISTS.stream().anyMatch(config::isSet)
        || checked.all().stream().anyMatch(e -> !e.block().isNone() && restricts(e));
  }

  private static boolean restricts(Entry entry) {
    boolean method = METHODS.stream().anyMatch(entry::sets) && entry.value().equalsIgnoreCase("no");
    return method || LISTS.stream().anyMatch(entry::sets);
  }

  /** From anywhere, or else from some place that a Match block is for. */
  private Optional<Step> whetherIn(Account account, List<Place> places) throws ConfigException {
    if (!hasShell(account)) {
      return Optional.empty();
    }
    for (Place place : places) {
      ServerConfig own = config.forConnection(place.of(account.name()));
      List<String> ways = place.fits(own) ? ways(account, own) : List.of();
      if (satisfied(own, ways)) {
        return Optional.of(Step.of(Mark.OK, getsIn(account, ways, place)));
      }
    }
    return Optional.empty();
  }

  private static Words getsIn(Account account, List<String> ways, Place place) {
    String user = account.name();
    if (place.block().isEmpty()) {
      return Words.of("config-check.gets-in", "user", user, "methods", shown(ways));
    }
    Entry block = place.block().get();
    return Words.of(
        place.holds() ? "config-check.gets-in-where" : "config-check.gets-in-where-not",
        "user",
        user,
        "methods",
        shown(ways),
        "block",
        block.block().text(),
        "opened",
        block.place());
  }

  /** Each method by which the account can prove itself; none where it is kept out anyway. */
  private List<String> ways(Account account, ServerConfig own) {
    List<String> ways = new ArrayList<>();
    String root = own.value(ServerKeywords.PERMIT_ROOT_LOGIN);
    boolean kept =
        !access(own).refusal(account.name(), account.groups(), "", "").isEmpty()
            || (account.isRoot() && root.equals("no"))
            || (account.locked() && !own.value(USE_PAM));
    if (kept) {
      return ways;
    }
    List<String> on = MethodsCheck.on(own);
    if (on.contains("publickey")) {
      keys(account, own, ways);
    }
    if (!account.isRoot() || root.equals("yes")) {
      passwords(account, own, on, ways);
    }
    return ways;
  }

  private static boolean hasShell(Account account) {
    Path shell = Path.of(account.shell());
    return Files.isExecutable(shell)
        && !Files.isDirectory(shell)
        && !NO_SHELLS.contains(String.valueOf(shell.getFileName()));
  }

  /** From somewhere: what is bound to a host lets in, and what is denied from one does not. */
  private static UserAccess access(ServerConfig own) {
    return new UserAccess(
        own.value(DENY_USERS).stream().filter(p -> p.indexOf('@') < 0).toList(),
        own.value(ALLOW_USERS).stream().map(NamedCheck::withoutHost).toList(),
        own.value(DENY_GROUPS),
        own.value(ALLOW_GROUPS));
  }

  private void keys(Account account, ServerConfig own, List<String> ways) {
    KeyFiles files = new KeyFiles(account, own);
    for (int i = 0; i < files.keys(); i++) {
      ways.add("publickey");
    }
    if (files.unknown()) {
      files.steps().forEach(s -> gap(s.text()));
    } else {
      files.steps().stream().filter(s -> !gaps.contains(s)).forEach(gaps::add);
    }
    if (own.value(ServerKeywords.AUTHORIZED_KEYS_COMMAND).isPresent()) {
      unknownWay("AuthorizedKeysCommand");
    }
    if (checked.global(ServerKeywords.TRUSTED_USER_CA_KEYS).isPresent()) {
      unknownWay("TrustedUserCAKeys");
    }
  }

  private void unknownWay(String keyword) {
    gap(Words.of("config-check.unknown-way", "keyword", keyword));
  }

  /** Once, whatever number of places it is met at. */
  private void gap(Words text) {
    Step step = Step.of(Mark.NOT_SEEN, text);
    if (!gaps.contains(step)) {
      gaps.add(step);
    }
  }

  private void passwords(Account account, ServerConfig own, List<String> on, List<String> ways) {
    boolean asked = on.contains("password") || on.contains("keyboard-interactive");
    if (asked && account.password() == Account.Password.UNKNOWN) {
      gap(Words.of("config-check.unknown-password", "user", account.name()));
    }
    boolean has =
        account.password() == Account.Password.SET
            || (account.password() == Account.Password.EMPTY
                && own.value(ServerKeywords.PERMIT_EMPTY_PASSWORDS));
    if (has) {
      on.stream().filter(m -> m.equals("password") || m.startsWith("keyboard")).forEach(ways::add);
    }
  }

  /** Whether some list of AuthenticationMethods can be gone through. */
  private static boolean satisfied(ServerConfig own, List<String> ways) {
    List<String> lists = own.value(AUTHENTICATION_METHODS);
    if (lists.isEmpty()) {
      return !ways.isEmpty();
    }
    for (String list : lists) {
      List<String> left = new ArrayList<>(ways);
      // Each key proves itself once.
      if (List.of(list.split(",")).stream().allMatch(m -> left.remove(MethodsCheck.method(m)))) {
        return true;
      }
    }
    return false;
  }

  private static String shown(List<String> ways) {
    long keys = ways.stream().filter("publickey"::equals).count();
    List<String> shown = new ArrayList<>();
    if (keys > 0) {
      shown.add("publickey (" + keys + ")");
    }
    ways.stream().filter(w -> !w.equals("publickey")).forEach(shown::add);
    return String.join(", ", shown);
  }
}
