package dev.aikagi.tools.configcheck;

import dev.aikagi.config.AlgorithmNames.Kind;
import dev.aikagi.config.ConfigSyntax;
import dev.aikagi.config.Keyword;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.tools.explain.Rank;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A list of algorithm names: names that are no more, that never were, and that are weak. */
final class AlgorithmCheck {
  /** What releases once had. */
  private static final String REMOVED =
      "arcfour,arcfour128,arcfour256,blowfish-cbc,cast128-cbc,des,des-cbc*,3des,blowfish,"
          + "rijndael*-cbc,rijndael-cbc@lysator.liu.se,acss@openssh.org,aes*-cbc@*,"
          + "hmac-ripemd160*,ssh-rsa1,rsa1,ssh-dss-cert-v0*,ssh-rsa-cert-v00*,"
          + "ssh-xmss*,sntrup4591761x25519-sha512@tinyssh.org";

  /** hmac-sha1 is none of them: what breaks SHA-1 does not break HMAC, and it is a default. */
  private static final String WEAK =
      "*-cbc,hmac-md5*,hmac-sha1-96*,diffie-hellman-*-sha1,ssh-rsa,ssh-rsa-cert-v01@openssh.com,"
          + "ssh-dss*";

  private final Checked checked;
  private final Entry entry;
  private final Kind kind;
  private final String list;
  private final String sign;
  private final List<String> names;

  AlgorithmCheck(Checked checked, Entry entry, Keyword<?> row) {
    this.checked = checked;
    this.entry = entry;
    this.kind = ConfigSyntax.algorithms(row).orElseThrow();
    this.list = entry.words().getFirst();
    boolean signed = !list.isEmpty() && "+-^".indexOf(list.charAt(0)) >= 0;
    this.sign = signed ? list.substring(0, 1) : "";
    this.names = List.of(list.substring(sign.length()).split(","));
  }

  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    if (sign.equals("-")) {
      if (ConfigSyntax.resolved(kind, list, checked.algorithms()).isEmpty()) {
        drafts.add(
            Draft.of(
                    Rank.CERTAIN,
                    new ConfigLineReason.NothingLeft(
                        entry.file(), entry.line(), entry.keyword(), list),
                    entry)
                .proposing(Edit.comment(entry)));
      }
      return drafts;
    }
    for (String name : new LinkedHashSet<>(names)) {
      if (!name.isEmpty() && !isKnown(name)) {
        drafts.add(Patterns.matchesList(name, REMOVED) ? removed(name) : unknown(name));
      }
    }
    Set<String> weak = weak();
    if (!weak.isEmpty()) {
      drafts.add(
          Draft.of(
                  Rank.RISK,
                  new WeakSettingReason.Algorithm(
                      entry.file(), entry.line(), entry.keyword(), List.copyOf(weak)),
                  entry)
              .proposing(without(n -> weak.contains(n) || isRemoved(n))));
    }
    return drafts;
  }

  private boolean isKnown(String name) {
    List<String> supported = checked.algorithms().supported(kind);
    boolean patterns = kind == Kind.HOST_KEY || kind == Kind.CA_SIGNATURE;
    return patterns
        ? supported.stream().anyMatch(s -> Patterns.matches(s, name))
        : supported.contains(name);
  }

  private boolean isRemoved(String name) {
    return !isKnown(name) && Patterns.matchesList(name, REMOVED);
  }

  private Draft removed(String name) {
    Draft draft =
        Draft.of(
            Rank.CERTAIN,
            new ConfigLineReason.RemovedAlgorithm(
                entry.file(), entry.line(), entry.keyword(), name),
            entry);
    return without(this::isRemoved).map(draft::fixing).orElse(draft);
  }

  private Draft unknown(String name) {
    List<String> near = Nearest.to(name, checked.algorithms().supported(kind)).stream().toList();
    return Draft.of(
            Rank.CERTAIN,
            new ConfigLineReason.UnknownAlgorithm(
                entry.file(), entry.line(), entry.keyword(), name, near),
            entry)
        .proposing(
            near.stream()
                .findFirst()
                .map(
                    n ->
                        names.stream()
                            .map(x -> x.equals(name) ? n : x)
                            .collect(Collectors.joining(",")))
                .flatMap(l -> Edit.value(entry, list, sign + l))
                .or(() -> without(name::equals)));
  }

  /** What the list allows on top of the defaults, or in their place. */
  private Set<String> weak() {
    Set<String> weak = new LinkedHashSet<>();
    for (String name : names) {
      for (String known : checked.algorithms().supported(kind)) {
        if (Patterns.matches(known, name) && Patterns.matchesList(known, WEAK)) {
          weak.add(known);
        }
      }
    }
    return weak;
  }

  /** The list without some names; a comment where none is left. */
  private Optional<Edit> without(Predicate<String> unwanted) {
    String left = names.stream().filter(n -> !unwanted.test(n)).collect(Collectors.joining(","));
    return left.isEmpty() ? Optional.of(Edit.comment(entry)) : Edit.value(entry, list, sign + left);
  }
}
