package dev.aikagi.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a line of authorized_keys grants and demands, after all its options (sshd(8),
 * AUTHORIZED_KEYS FILE FORMAT).
 *
 * @param restricted whether the option of that meaning stood there; the permissions below already
 *     show it
 * @param touchRequired a security key must have been touched; the default
 * @param verifyRequired a security key must have checked its user (PIN or fingerprint)
 * @param command the forced command
 * @param principals null where the line names none
 * @param from the pattern list that the client's host or address must match
 * @param expiry the key is refused after this moment
 * @param permitOpen null: every destination; an empty list: none
 * @param permitListen null: every listener; an empty list: none
 * @param tunnel the forced tunnel device; {@link #ANY_TUNNEL} leaves the choice to the client
 */
public record AuthorizedKeyOptions(
    boolean restricted,
    boolean certAuthority,
    boolean portForwarding,
    boolean agentForwarding,
    boolean x11Forwarding,
    boolean pty,
    boolean userRc,
    boolean touchRequired,
    boolean verifyRequired,
    @Nullable String command,
    @Nullable List<String> principals,
    @Nullable String from,
    @Nullable Instant expiry,
    List<EnvironmentVariable> environment,
    @Nullable List<HostPort> permitOpen,
    @Nullable List<HostPort> permitListen,
    @Nullable Integer tunnel) {

  /** {@code tunnel="any"}. */
  public static final int ANY_TUNNEL = Integer.MAX_VALUE;

  /** What a line without options grants. */
  public static final AuthorizedKeyOptions NONE =
      new AuthorizedKeyOptions(
          false, false, true, true, true, true, true, true, false, null, null, null, null,
          List.of(), null, null, null);

  /**
   * From {@code environment="NAME=value"}; in effect only where PermitUserEnvironment allows it.
   */
  public record EnvironmentVariable(String name, String value) {}

  /**
   * From permitopen and permitlisten.
   *
   * @param host {@code *} for every host
   * @param port 0 for every port
   */
  public record HostPort(String host, int port) {
    public boolean matches(String wantedHost, int wantedPort) {
      return (host.equals("*") || host.equalsIgnoreCase(wantedHost))
          && (port == 0 || port == wantedPort);
    }

    Optional<HostPort> and(HostPort other) {
      boolean anyHost = host.equals("*");
      if ((!anyHost && !other.host.equals("*") && !host.equalsIgnoreCase(other.host))
          || (port != 0 && other.port != 0 && port != other.port)) {
        return Optional.empty();
      }
      return Optional.of(new HostPort(anyHost ? other.host : host, port == 0 ? other.port : port));
    }
  }

  public AuthorizedKeyOptions {
    environment = List.copyOf(environment);
    principals = principals == null ? null : List.copyOf(principals);
    permitOpen = permitOpen == null ? null : List.copyOf(permitOpen);
    permitListen = permitListen == null ? null : List.copyOf(permitListen);
  }

  /**
   * What both grant: the permissions of a login that needed several steps (CVE-2026-39828). Empty
   * where they demand things that exclude each other: two forced commands, two tunnel devices.
   */
  public Optional<AuthorizedKeyOptions> and(AuthorizedKeyOptions other) {
    if (excludes(command, other.command) || excludes(anyAsNull(tunnel), anyAsNull(other.tunnel))) {
      return Optional.empty();
    }
    return Optional.of(
        new AuthorizedKeyOptions(
            restricted || other.restricted,
            certAuthority || other.certAuthority,
            portForwarding && other.portForwarding,
            agentForwarding && other.agentForwarding,
            x11Forwarding && other.x11Forwarding,
            pty && other.pty,
            userRc && other.userRc,
            touchRequired || other.touchRequired,
            verifyRequired || other.verifyRequired,
            command != null ? command : other.command,
            principals != null ? principals : other.principals,
            from != null ? from : other.from,
            earlier(expiry, other.expiry),
            environment.isEmpty() ? other.environment : environment,
            common(permitOpen, other.permitOpen),
            common(permitListen, other.permitListen),
            anyAsNull(tunnel) != null || other.tunnel == null ? tunnel : other.tunnel));
  }

  /** The same for a server that demands more of security keys; others have nothing to show. */
  public AuthorizedKeyOptions demanding(boolean touch, boolean verify) {
    return new AuthorizedKeyOptions(
        restricted,
        certAuthority,
        portForwarding,
        agentForwarding,
        x11Forwarding,
        pty,
        userRc,
        touchRequired || touch,
        verifyRequired || verify,
        command,
        principals,
        from,
        expiry,
        environment,
        permitOpen,
        permitListen,
        tunnel);
  }

  private static boolean excludes(@Nullable Object a, @Nullable Object b) {
    return a != null && b != null && !a.equals(b);
  }

  private static @Nullable Integer anyAsNull(@Nullable Integer tunnel) {
    return tunnel == null || tunnel == ANY_TUNNEL ? null : tunnel;
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }

  private static @Nullable List<HostPort> common(
      @Nullable List<HostPort> a, @Nullable List<HostPort> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    List<HostPort> both = new ArrayList<>();
    for (HostPort one : a) {
      for (HostPort two : b) {
        one.and(two).filter(r -> !both.contains(r)).ifPresent(both::add);
      }
    }
    return both;
  }
}
