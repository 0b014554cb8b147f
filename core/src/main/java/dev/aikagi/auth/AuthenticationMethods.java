package dev.aikagi.auth;

import java.util.List;

/**
 * AuthenticationMethods of sshd_config: alternatives, each a sequence of methods that must all
 * succeed in that order. A method can carry a submethod: {@code keyboard-interactive:pam}.
 *
 * @param lists empty for {@code any}: each single method will do
 */
public record AuthenticationMethods(List<List<String>> lists) {
  public static final AuthenticationMethods ANY = new AuthenticationMethods(List.of());

  public AuthenticationMethods {
    lists = lists.stream().map(List::copyOf).toList();
  }

  /** From the values of the keyword: one comma-separated list each. */
  public static AuthenticationMethods of(List<String> values) {
    if (values.isEmpty() || values.equals(List.of("any"))) {
      return ANY;
    }
    return new AuthenticationMethods(values.stream().map(v -> List.of(v.split(","))).toList());
  }

  public boolean any() {
    return lists.isEmpty();
  }
}
