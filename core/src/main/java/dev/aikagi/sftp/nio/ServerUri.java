package dev.aikagi.sftp.nio;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code sftp://user@host:port} names; the same for all paths of a server.
 *
 * @param user empty where the URI says none
 * @param host as it is connected to: an IPv6 address without brackets
 */
record ServerUri(String user, String host, int port) {
  static final String SCHEME = "sftp";
  static final int DEFAULT_PORT = 22;

  /** What of RFC 3986 a path shows as it is: unreserved, sub-delims, and ":@/". */
  private static final String PLAIN = "-._~!$&'()*+,;=:@/";

  /**
   * The server of a URI, whatever its path.
   *
   * @throws IllegalArgumentException where it is no URI of this kind, with the reason
   */
  static ServerUri of(URI uri) {
    check(SCHEME.equalsIgnoreCase(uri.getScheme()), "the scheme is not sftp");
    // Not getHost(): that is null for names with an underscore, which networks of containers have.
    String authority = uri.getRawAuthority();
    check(authority != null && !uri.isOpaque(), "no host");
    check(uri.getRawQuery() == null, "a query means nothing here");
    check(uri.getRawFragment() == null, "a fragment means nothing here");
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : authority.substring(0, at);
    check(at != 0, "an empty user name");
    // What is in a URI is in logs and histories, so a password has no place there.
    check(!user.contains(":"), "a password in a URI is not taken");
    check(!user.contains(";"), "connection parameters are not taken");
    String place = authority.substring(at + 1);
    int colon = place.lastIndexOf(':');
    boolean named = colon > place.lastIndexOf(']');
    String host = named ? place.substring(0, colon) : place;
    String port = named ? place.substring(colon + 1) : "";
    boolean address = host.startsWith("[") && host.endsWith("]");
    host = address ? address(host.substring(1, host.length() - 1)) : lowerCase(text(host));
    check(!host.isEmpty(), "no host");
    return new ServerUri(text(user), host, port.isEmpty() ? DEFAULT_PORT : port(port));
  }

  private static void check(boolean holds, String fault) {
    if (!holds) {
      // The URI is not shown: it may be the one with the password.
      throw new IllegalArgumentException("not a URI of an SFTP server: " + fault);
    }
  }

  private static int port(String digits) {
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    check(port > 0 && port < 65_536, "port " + digits);
    return port;
  }

  /**
   * Of an address java.net.URI has the scope behind a bare %, and takes the %25 of RFC 6874 too.
   * The scope is a name of this machine's, where case matters.
   */
  private static String address(String text) {
    int scope = text.indexOf('%');
    if (scope < 0) {
      return lowerCase(text);
    }
    boolean escaped = text.startsWith("%25", scope) && text.length() > scope + 3;
    return lowerCase(text.substring(0, scope)) + "%" + text.substring(scope + (escaped ? 3 : 1));
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String text(String escaped) {
    return new String(unescaped(escaped), StandardCharsets.UTF_8);
  }

  /** The path that a URI names, "/" where it names none; the bytes that %XX stand for. */
  static byte[] path(URI uri) {
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    return unescaped(path.isEmpty() ? "/" : path);
  }

  private static byte[] unescaped(String escaped) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        out.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
        i += 2;
      } else {
        int c = escaped.codePointAt(i);
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c) - 1;
      }
    }
    return out.toByteArray();
  }

  /** The URI of an absolute path, or of the server alone. */
  URI uri(byte @Nullable [] path) {
    StringBuilder out = new StringBuilder(SCHEME).append("://");
    if (!user.isEmpty()) {
      escape(out, user.getBytes(StandardCharsets.UTF_8), "-._~");
      out.append('@');
    }
    if (host.contains(":")) {
      out.append('[').append(host).append(']');
    } else {
      escape(out, host.getBytes(StandardCharsets.UTF_8), "-._~");
    }
    if (port != DEFAULT_PORT) {
      out.append(':').append(port);
    }
    if (path != null) {
      escape(out, path, PLAIN);
    }
    return URI.create(out.toString());
  }

  private static void escape(StringBuilder out, byte[] bytes, String plain) {
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || plain.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
  }

  @Override
  public String toString() {
    return uri(null).toString();
  }
}
