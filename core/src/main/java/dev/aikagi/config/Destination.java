package dev.aikagi.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, as a command line names it: [user@]host, [user@]host:port (for jump hosts) or
 * ssh://[user@]host[:port].
 *
 * @param user the login name, if one is given
 * @param host the host, without brackets
 * @param port from 1, if one is given
 */
public record Destination(Optional<String> user, String host, Optional<Integer> port) {
  private static final String SCHEME = "ssh://";

  /** Reads a jump host: a URI, or user, host and port; empty if it is malformed. */
  public static Optional<Destination> parse(String text) {
    return text.startsWith(SCHEME) ? parseUri(text) : userHostPort(text);
  }

  /** Reads the hosts of ProxyJump, the first one first; empty if one of them is no host to use. */
  public static Optional<List<Destination>> jumpHosts(String text) {
    List<Destination> hosts = new ArrayList<>();
    for (String hop : Split.at(',', text)) {
      Optional<Destination> host = parse(hop).filter(Destination::isSafe);
      if (host.isEmpty()) {
        return Optional.empty();
      }
      hosts.add(host.get());
    }
    return Optional.of(List.copyOf(hosts));
  }

  /** Whether the text claims to be an ssh URI. */
  public static boolean isUri(String text) {
    return text.startsWith(SCHEME);
  }

  /** Reads a URI of the scheme ssh; empty if it is malformed or has a path. */
  public static Optional<Destination> parseUri(String text) {
    String rest = text.substring(SCHEME.length());
    if (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    if (rest.isEmpty() || rest.indexOf('/') >= 0) {
      return Optional.empty();
    }
    int at = rest.lastIndexOf('@');
    String user = null;
    if (at >= 0) {
      String field = rest.substring(0, at);
      // Connection parameters (";fingerprint=...") are part of no released URI scheme: skipped.
      int parameters = field.indexOf(';');
      user = decoded(parameters < 0 ? field : field.substring(0, parameters));
      if (user == null || user.isEmpty()) {
        return Optional.empty();
      }
    }
    return hostPort(user, rest.substring(at + 1));
  }

  /** A command line's own form, where a colon belongs to the host: [user@]host. */
  public static Destination ofArgument(String text) {
    int at = text.lastIndexOf('@');
    return at < 0
        ? new Destination(Optional.empty(), text, Optional.empty())
        : new Destination(
            Optional.of(text.substring(0, at)), text.substring(at + 1), Optional.empty());
  }

  private static Optional<Destination> userHostPort(String text) {
    int at = text.lastIndexOf('@');
    if (at == 0) {
      return Optional.empty();
    }
    return hostPort(at < 0 ? null : text.substring(0, at), text.substring(at + 1));
  }

  private static Optional<Destination> hostPort(@Nullable String user, String text) {
    String host = text;
    String port = null;
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0 || (close + 1 < text.length() && text.charAt(close + 1) != ':')) {
        return Optional.empty();
      }
      host = text.substring(1, close);
      port = close + 1 < text.length() ? text.substring(close + 2) : null;
    } else if (text.indexOf(':') >= 0) {
      host = text.substring(0, text.indexOf(':'));
      port = text.substring(text.indexOf(':') + 1);
    }
    int number = port == null ? 0 : Ports.parse(port);
    if (host.isEmpty() || (port != null && number <= 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Destination(
            Optional.ofNullable(user),
            host,
            port == null ? Optional.empty() : Optional.of(number)));
  }

  /** Percent-decoded; null for a broken escape, a NUL (CVE-2025-61985) or broken UTF-8. */
  private static @Nullable String decoded(String text) {
    // As a whole: half of a surrogate pair has no bytes of its own.
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0 || (high | low) == 0) {
        return null;
      }
      out.put((byte) (16 * high + low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      // Not text: refused like any other malformed user name.
      return null;
    }
  }

  /** Whether neither name could be taken for an option or for shell syntax. */
  public boolean isSafe() {
    return SafeNames.isHost(host) && (user.isEmpty() || SafeNames.isUser(user.get()));
  }

  /** user@[host]:port, with brackets around numeric addresses. */
  @Override
  public String toString() {
    boolean numeric = isNumeric(host) || host.indexOf(':') >= 0;
    return user.map(u -> u + "@").orElse("")
        + (numeric ? "[" + host + "]" : host)
        + port.map(p -> ":" + p).orElse("");
  }

  /** Whether this can only be an address: a name has no colon, and a letter somewhere. */
  public static boolean isNumeric(String text) {
    boolean colon = text.indexOf(':') >= 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && colon) {
        return i > 0;
      }
      dots += c == '.' ? 1 : 0;
      boolean hex = Character.digit(c, 16) >= 0;
      if (!(colon ? hex || c == ':' || c == '.' : Numbers.isDigit(c) || c == '.')) {
        return false;
      }
    }
    return colon || dots == 3;
  }
}
