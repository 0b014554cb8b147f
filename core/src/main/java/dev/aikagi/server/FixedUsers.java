package dev.aikagi.server;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.auth.ServerAuthPolicy;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Signer;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A handful of users that a program knows itself, each with public keys, a password, or both.
 * Immutable: the with-methods return changed copies. Passwords stay in memory as they are: for
 * tests and for devices, not for people's accounts.
 */
public final class FixedUsers implements ServerAuthPolicy<FixedUsers.User> {
  private final Map<String, User> users;

  public FixedUsers() {
    this(Map.of());
  }

  private FixedUsers(Map<String, User> users) {
    this.users = users;
  }

  /** Also lets this key in. */
  public FixedUsers withKey(String userName, PublicKey key) {
    return with(user(userName).withKey(key));
  }

  /** Also lets this password in; it is copied. */
  public FixedUsers withPassword(String userName, byte[] password) {
    return with(user(userName).withPassword(password.clone()));
  }

  /** Replaces what sshd_config would say: enabled methods, AuthenticationMethods, limits. */
  public FixedUsers withSettings(String userName, UserAuthSettings settings) {
    return with(user(userName).withSettings(settings));
  }

  @Override
  public User user(String userName) {
    User known = users.get(userName);
    return known != null
        ? known
        : new User(
            userName, List.of(), null, UserAuthSettings.of(Set.of("publickey", "password")), false);
  }

  /**
   * Policies for {@link ServerOptions#of}: these users, these host keys, one handler per session.
   */
  public Function<Peer, ConnectionPolicy<User>> policies(
      List<Signer> hostKeys, Function<AuthenticatedUser<User>, SessionHandler> sessions) {
    return peer ->
        new ConnectionPolicy<>() {
          @Override
          public List<Signer> hostKeys() {
            return hostKeys;
          }

          @Override
          public ServerAuthPolicy<User> users() {
            return FixedUsers.this;
          }

          @Override
          public SessionHandler session(AuthenticatedUser<User> user, Connection connection) {
            return sessions.apply(user);
          }
        };
  }

  private FixedUsers with(User user) {
    Map<String, User> copy = new HashMap<>(users);
    copy.put(user.name, user);
    return new FixedUsers(Map.copyOf(copy));
  }

  /** One of them, or somebody who is not. */
  public static final class User implements UserPolicy {
    private record Unknown(String summary) implements Reason {}

    private final String name;
    private final List<PublicKey> keys;
    private final byte @Nullable [] password;
    private final UserAuthSettings settings;
    private final boolean exists;

    private User(
        String name,
        List<PublicKey> keys,
        byte @Nullable [] password,
        UserAuthSettings settings,
        boolean exists) {
      this.name = name;
      this.keys = keys;
      this.password = password;
      this.settings = settings;
      this.exists = exists;
    }

    @Override
    public UserAuthSettings settings() {
      return settings;
    }

    @Override
    public Optional<Reason> refusal() {
      return exists ? Optional.empty() : Optional.of(new Unknown("no such user"));
    }

    @Override
    public KeyDecision publicKey(PublicKey key) {
      return keys.contains(key)
          ? new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new Unknown("a key of the user"))
          : new KeyDecision.Refused(List.of(new Unknown("not a key of the user")));
    }

    @Override
    public PasswordDecision password(SecretBytes offered) {
      byte[] right = password;
      // Compared even where there is none, so that both cost the same.
      boolean equal = MessageDigest.isEqual(right == null ? new byte[1] : right, offered.expose());
      return equal && right != null
          ? new PasswordDecision.Accepted()
          : new PasswordDecision.Refused(new Unknown("wrong password"));
    }

    private User withKey(PublicKey key) {
      PublicKey[] more = Arrays.copyOf(keys.toArray(new PublicKey[0]), keys.size() + 1);
      more[keys.size()] = key;
      return new User(name, List.of(more), password, settings, true);
    }

    private User withPassword(byte[] value) {
      return new User(name, keys, value, settings, true);
    }

    private User withSettings(UserAuthSettings value) {
      return new User(name, keys, password, value, exists);
    }
  }
}
