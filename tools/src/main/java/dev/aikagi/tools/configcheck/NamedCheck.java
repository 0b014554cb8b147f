package dev.aikagi.tools.configcheck;

import static dev.aikagi.config.ServerKeywords.ALLOW_GROUPS;
import static dev.aikagi.config.ServerKeywords.ALLOW_USERS;

import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.tools.explain.Rank;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Users, groups and addresses that a configuration names and that there are not. */
final class NamedCheck {
  private final Checked checked;
  private final List<Draft> drafts = new ArrayList<>();

  NamedCheck(Checked checked) {
    this.checked = checked;
    named(ALLOW_USERS, checked.machine().accounts().stream().map(Account::name).toList());
    named(ALLOW_GROUPS, checked.machine().groups());
    addresses();
  }

  List<Draft> drafts() {
    return drafts;
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

  static String withoutHost(String pattern) {
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
}
