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
import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.UserAccess;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether anybody would still get in. */
final class LoginCheck {
  private static final int MOST_SHOWN = 20;
  private static final Set<String> NO_SHELLS =
      Set.of("nologin", "false", "sync", "halt", "shutdown");

  private final Checked checked;
  private final ServerConfig config;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Step> gaps = new ArrayList<>();

  LoginCheck(Checked checked, ServerConfig config) {
    this.checked = checked;
    this.config = config;
    named(ALLOW_USERS, checked.machine().accounts().stream().map(Account::name).toList());
    named(ALLOW_GROUPS, checked.machine().groups());
    addresses();
    if (!noMethod() && !methodsOff()) {
      whoGetsIn();
    }
  }

  List<Draft> drafts() {
    return drafts;
  }

  List<Step> steps() {
    return steps;
  }

  /** Names of a list that nobody has. */
  private void named(Keyword<List<String>> row, List<String> existing) {
    for (Entry entry : checked.all()) {
      if (entry.sets(row)) {
        entry.words().stream().filter(w -> !exists(row, w)).forEach(w -> named(entry, w, existing));
      }
    }
  }

  private boolean exists(Keyword<List<String>> row, String pattern) {
    String name = withoutHost(pattern);
    boolean several = name.chars().anyMatch(c -> c == '*' || c == '?' || c == '!');
    return several
        || (row == ALLOW_USERS
            ? checked.machine().hasUser(name)
            : checked.machine().hasGroup(name));
  }

  private void named(Entry entry, String pattern, List<String> existing) {
    String name = withoutHost(pattern);
    List<String> near = Nearest.to(name, existing).stream().toList();
    drafts.add(
        Draft.of(
                Rank.POSSIBLE,
                new LockOutReason.NobodyNamed(
                    entry.file(), entry.line(), entry.keyword(), name, near),
                entry)
            .proposing(near.stream().findFirst().flatMap(n -> Edit.value(entry, name, n))));
  }

  private static String withoutHost(String pattern) {
    int at = pattern.lastIndexOf('@');
    return at < 0 ? pattern : pattern.substring(0, at);
  }

  private void addresses() {
    List<InetAddress> own = checked.machine().surroundings().localAddresses();
    for (Entry entry : checked.all()) {
      if (entry.sets(ServerKeywords.LISTEN_ADDRESS) && !entry.words().isEmpty()) {
        String word = entry.words().getFirst();
        String host = word.matches("[0-9.]+:[0-9]+") ? word.substring(0, word.indexOf(':')) : word;
        host = host.replaceAll("^\\[([^]]*)](:[0-9]+)?$", "$1");
        if (!isHere(host, own)) {
          drafts.add(
              Draft.of(
                      Rank.LIKELY,
                      new LockOutReason.BadAddress(entry.file(), entry.line(), host),
                      entry)
                  .proposing(Edit.comment(entry)));
        }
      }
    }
  }

  private static boolean isHere(String host, List<InetAddress> own) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      // A name; what it stands for may differ when sshd starts.
      return true;
    }
    return address.isAnyLocalAddress()
        || own.isEmpty()
        || own.stream().anyMatch(o -> Arrays.equals(o.getAddress(), address.getAddress()));
  }

  /** Methods that are on, by name. */
  private static Map<String, Boolean> methods(ServerConfig of) {
    Map<String, Boolean> methods = new LinkedHashMap<>();
    methods.put("publickey", of.value(PUBKEY_AUTHENTICATION));
    methods.put("password", of.value(PASSWORD_AUTHENTICATION));
    methods.put(
        "keyboard-interactive", of.value(KBD_INTERACTIVE_AUTHENTICATION) && of.value(USE_PAM));
    methods.put("hostbased", of.value(ServerKeywords.HOSTBASED_AUTHENTICATION));
    return methods;
  }

  private static List<String> on(ServerConfig of) {
    return methods(of).entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A build with Kerberos has a method that ours does not know of. */
  private boolean withKerberos() {
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
                            || e.sets(ServerKeywords.HOSTBASED_AUTHENTICATION)));
    if (!on(config).isEmpty() || inBlocks || withKerberos()) {
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

  private boolean methodsOff() {
    Optional<Entry> entry = checked.global(AUTHENTICATION_METHODS);
    List<String> lists = config.value(AUTHENTICATION_METHODS);
    List<String> off =
        lists.stream()
            .flatMap(l -> List.of(l.split(",")).stream())
            .map(LoginCheck::method)
            .filter(m -> !on(config).contains(m) && !m.startsWith("gssapi"))
            .distinct()
            .toList();
    boolean none =
        !lists.isEmpty()
            && lists.stream()
                .noneMatch(
                    l -> List.of(l.split(",")).stream().noneMatch(m -> off.contains(method(m))));
    if (!none || entry.isEmpty()) {
      return false;
    }
    Entry line = entry.get();
    drafts.add(
        Draft.of(
                Rank.CERTAIN,
                new LockOutReason.MethodOff(line.file(), line.line(), line.value(), off),
                line)
            .proposing(Edit.comment(line)));
    return true;
  }

  private static String method(String step) {
    int colon = step.indexOf(':');
    return colon < 0 ? step : step.substring(0, colon);
  }

  private void whoGetsIn() {
    List<Step> in = new ArrayList<>();
    for (Account account : checked.machine().accounts()) {
      try {
        whetherIn(account).ifPresent(in::add);
      } catch (ConfigException e) {
        // The lines were checked; only a Match block of this account's can be at fault.
        gaps.add(Step.of(Mark.NOT_SEEN, Words.of("config-check.unknown-way", "keyword", "Match")));
      }
    }
    if (withKerberos()) {
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
                  checked.main().name(), String.join(", ", on(config)))));
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
    List<String> on = on(config);
    return !on.contains("publickey")
        || !(on.contains("password") || on.contains("keyboard-interactive"))
        || List.of(ALLOW_USERS, ALLOW_GROUPS, DENY_USERS, DENY_GROUPS, AUTHENTICATION_METHODS)
            .stream()
            .anyMatch(config::isSet);
  }

  private Optional<Step> whetherIn(Account account) throws ConfigException {
    if (!hasShell(account)) {
      return Optional.empty();
    }
    ServerConfig own =
        config.forConnection(
            new ConnectionFacts(
                Optional.of(account.name()),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    String root = own.value(ServerKeywords.PERMIT_ROOT_LOGIN);
    boolean kept =
        !access(own).refusal(account.name(), account.groups(), "", "").isEmpty()
            || (account.isRoot() && root.equals("no"))
            || (account.locked() && !own.value(USE_PAM));
    if (kept) {
      return Optional.empty();
    }
    List<String> on = on(own);
    List<String> ways = new ArrayList<>();
    if (on.contains("publickey")) {
      keys(account, own, ways);
    }
    if (!account.isRoot() || root.equals("yes")) {
      passwords(account, own, on, ways);
    }
    return satisfied(own, ways)
        ? Optional.of(
            Step.of(
                Mark.OK,
                Words.of("config-check.gets-in", "user", account.name(), "methods", shown(ways))))
        : Optional.empty();
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
        own.value(ALLOW_USERS).stream().map(LoginCheck::withoutHost).toList(),
        own.value(DENY_GROUPS),
        own.value(ALLOW_GROUPS));
  }

  private void keys(Account account, ServerConfig own, List<String> ways) {
    KeyFiles files = new KeyFiles(account, own);
    for (int i = 0; i < files.keys(); i++) {
      ways.add("publickey");
    }
    if (files.unknown()) {
      files.steps().forEach(s -> gaps.add(new Step(Mark.NOT_SEEN, s.text(), s.parts())));
    } else {
      gaps.addAll(files.steps());
    }
    if (own.value(ServerKeywords.AUTHORIZED_KEYS_COMMAND).isPresent()) {
      unknownWay("AuthorizedKeysCommand");
    }
    if (checked.global(ServerKeywords.TRUSTED_USER_CA_KEYS).isPresent()) {
      unknownWay("TrustedUserCAKeys");
    }
  }

  private void unknownWay(String keyword) {
    Step step = Step.of(Mark.NOT_SEEN, Words.of("config-check.unknown-way", "keyword", keyword));
    if (!gaps.contains(step)) {
      gaps.add(step);
    }
  }

  private void passwords(Account account, ServerConfig own, List<String> on, List<String> ways) {
    boolean asked = on.contains("password") || on.contains("keyboard-interactive");
    if (asked && account.password() == Account.Password.UNKNOWN) {
      gaps.add(
          Step.of(
              Mark.NOT_SEEN, Words.of("config-check.unknown-password", "user", account.name())));
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
      if (List.of(list.split(",")).stream().allMatch(m -> left.remove(method(m)))) {
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
