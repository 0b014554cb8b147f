package dev.aikagi.auth;

import dev.aikagi.Reason;
import dev.aikagi.key.PublicKey;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one user name and service have come on a connection. Another name or service begins with
 * a new one: RFC 4252 section 5 wants the states of before to be forgotten.
 */
final class LoginProgress<U extends UserPolicy> {
  private static final List<String> METHODS =
      List.of(
          "publickey",
          ServerGssapi.NAME,
          "password",
          ServerKeyboardInteractive.NAME,
          UserauthMethod.Hostbased.NAME);

  private final String userName;
  private final String serviceName;
  private final U user;
  private final UserAuthSettings settings;
  private final Optional<Reason> refusal;
  private final MethodLists lists;
  private final List<AuthenticatedUser.Step> steps = new ArrayList<>();
  private AuthorizedKeyOptions options = AuthorizedKeyOptions.NONE;

  LoginProgress(String userName, String serviceName, U user) {
    this.userName = userName;
    this.serviceName = serviceName;
    this.user = user;
    this.settings = user.settings();
    this.refusal =
        serviceName.equals(ClientDialogue.SERVICE)
            ? user.refusal()
            : Optional.of(new ServerAuthReason.UnknownService(serviceName));
    this.lists = new MethodLists(settings.authenticationMethods(), settings.enabledMethods());
  }

  String userName() {
    return userName;
  }

  String serviceName() {
    return serviceName;
  }

  U user() {
    return user;
  }

  UserAuthSettings settings() {
    return settings;
  }

  /** Why this user gets in in no case. */
  Optional<Reason> refusal() {
    return refusal;
  }

  /** What this user is told at last; nothing to somebody who is refused whatever he proves. */
  Optional<String> farewell() {
    return refusal.isPresent()
        ? Optional.empty()
        : Ask.policy("farewell", user::farewell, _ -> Optional.empty());
  }

  boolean isFor(String otherUserName, String otherServiceName) {
    return userName.equals(otherUserName) && serviceName.equals(otherServiceName);
  }

  boolean allows(String methodName, @Nullable String submethod) {
    return lists.allows(methodName, submethod);
  }

  /** Whether this key completed a step already, bare or certified: two steps want two keys. */
  boolean used(PublicKey key) {
    return steps.stream().anyMatch(s -> s.key() != null && key.equals(s.key().key()));
  }

  List<AuthenticatedUser.Step> steps() {
    return steps;
  }

  /** What is left to try, in the order in which OpenSSH names it. */
  List<String> canContinue() {
    List<String> names = new ArrayList<>();
    for (String name : METHODS) {
      if (settings.enabledMethods().contains(name) && lists.allows(name, null)) {
        names.add(name);
      }
    }
    return names;
  }

  /** What became of a satisfied method. */
  sealed interface Advance {
    record Done() implements Advance {}

    record More() implements Advance {}

    record No(Reason reason) implements Advance {}
  }

  /**
   * Takes a satisfied method into account. Every step's restrictions stay in force (CVE-2026-39828,
   * CVE-2026-46595).
   */
  Advance advance(String methodName, Verdict.Satisfied satisfied) {
    if (refusal.isPresent()) {
      return new Advance.No(refusal.get());
    }
    AuthorizedKeyOptions both = options.and(satisfied.options()).orElse(null);
    if (both == null) {
      return new Advance.No(new ServerAuthReason.ConflictingOptions());
    }
    Optional<Reason> veto =
        Ask.policy(methodName, () -> user.refusal(methodName, both), Optional::of);
    if (veto.isPresent()) {
      return new Advance.No(veto.get());
    }
    options = both;
    steps.add(
        new AuthenticatedUser.Step(
            methodName, satisfied.submethod(), satisfied.key(), satisfied.peerName()));
    return lists.complete(methodName, satisfied.submethod())
        ? new Advance.Done()
        : new Advance.More();
  }

  AuthenticatedUser<U> authenticated() {
    return new AuthenticatedUser<>(userName, user, options, steps);
  }
}
