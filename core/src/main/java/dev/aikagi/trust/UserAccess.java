package dev.aikagi.trust;

import dev.aikagi.pattern.AddressPatterns;
import dev.aikagi.pattern.Patterns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * DenyUsers, AllowUsers, DenyGroups and AllowGroups, asked in that order. User patterns are {@code
 * USER} or {@code USER@HOST}, where HOST can be a list with networks.
 */
public record UserAccess(
    List<String> denyUsers,
    List<String> allowUsers,
    List<String> denyGroups,
    List<String> allowGroups) {
  public static final UserAccess EVERYBODY =
      new UserAccess(List.of(), List.of(), List.of(), List.of());

  public UserAccess {
    denyUsers = List.copyOf(denyUsers);
    allowUsers = List.copyOf(allowUsers);
    denyGroups = List.copyOf(denyGroups);
    allowGroups = List.copyOf(allowGroups);
  }

  /**
   * Why this user may not log in from there; empty where he may.
   *
   * @param groups names of all the user's groups
   * @param host name of the client, or its address where no name is known
   */
  public Optional<UserRefusal> refusal(
      String user, List<String> groups, String host, String address) {
    return denied(user, host, address)
        .or(() -> notAllowed(user, host, address))
        .or(() -> groupRefusal(user, groups, host));
  }

  /** All that keeps this user out, and not the first thing only. */
  public List<UserRefusal> refusals(String user, List<String> groups, String host, String address) {
    return Stream.of(
            denied(user, host, address),
            notAllowed(user, host, address),
            groupRefusal(user, groups, host))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<UserRefusal> denied(String user, String host, String address) {
    for (String pattern : denyUsers) {
      switch (matchUser(user, host, address, pattern)) {
        case INVALID -> {
          return Optional.of(new UserRefusal.InvalidPattern("DenyUsers", pattern));
        }
        case MATCH -> {
          return Optional.of(new UserRefusal.ListedInDenyUsers(user, host, pattern));
        }
        case NO_MATCH -> {}
      }
    }
    return Optional.empty();
  }

  private Optional<UserRefusal> notAllowed(String user, String host, String address) {
    for (String pattern : allowUsers) {
      switch (matchUser(user, host, address, pattern)) {
        case INVALID -> {
          return Optional.of(new UserRefusal.InvalidPattern("AllowUsers", pattern));
        }
        case MATCH -> {
          return Optional.empty();
        }
        case NO_MATCH -> {}
      }
    }
    return allowUsers.isEmpty()
        ? Optional.empty()
        : Optional.of(new UserRefusal.NotListedInAllowUsers(user, host, allowUsers));
  }

  private Optional<UserRefusal> groupRefusal(String user, List<String> groups, String host) {
    if (denyGroups.isEmpty() && allowGroups.isEmpty()) {
      return Optional.empty();
    }
    if (groups.isEmpty()) {
      return Optional.of(new UserRefusal.NotInAnyGroup(user, host));
    }
    for (String group : groups) {
      if (denyGroups.stream().anyMatch(p -> Patterns.matches(group, p))) {
        return Optional.of(new UserRefusal.GroupInDenyGroups(user, host, group));
      }
    }
    boolean allowed =
        allowGroups.isEmpty()
            || groups.stream()
                .anyMatch(g -> allowGroups.stream().anyMatch(p -> Patterns.matches(g, p)));
    return allowed
        ? Optional.empty()
        : Optional.of(new UserRefusal.NoGroupInAllowGroups(user, host));
  }

  /** One pattern, {@code USER} or {@code USER@HOST}. */
  public static AddressPatterns.Result matchUser(
      String user, String host, String address, String pattern) {
    int at = pattern.lastIndexOf('@');
    boolean userMatches = Patterns.matches(user, at < 0 ? pattern : pattern.substring(0, at));
    if (!userMatches) {
      return AddressPatterns.Result.NO_MATCH;
    }
    return at < 0
        ? AddressPatterns.Result.MATCH
        : AddressPatterns.matchHostAndAddress(host, address, pattern.substring(at + 1));
  }
}
