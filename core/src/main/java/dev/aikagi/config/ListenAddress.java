package dev.aikagi.config;

import java.util.List;
import java.util.Optional;

/**
 * Where sshd listens.
 *
 * @param host a name or numeric address without brackets; empty for every address
 * @param port from 1; 0, in a line that names none, stands for each of the configured ports
 * @param routingDomain the routing domain, on systems that have them
 */
public record ListenAddress(Optional<String> host, int port, Optional<String> routingDomain) {
  static final ValueType<List<ListenAddress>> TYPE =
      new ValueType<>() {
        @Override
        List<ListenAddress> parse(Arguments in) throws BadValueException {
          ListenAddress address = address(in.required("missing address"));
          String more = in.next();
          if (more == null) {
            return List.of(address);
          }
          String domain = in.next();
          if (!more.equals("rdomain") || domain == null) {
            throw BadValueException.of("bad ListenAddress syntax");
          }
          // Linux has no routing domains, so none is valid.
          throw BadValueException.of("bad routing domain");
        }

        @Override
        List<ListenAddress> combine(List<ListenAddress> earlier, List<ListenAddress> added) {
          return Words.joined(earlier, added);
        }
      };

  private static ListenAddress address(String word) throws BadValueException {
    int colon = word.indexOf(':');
    boolean bareIpv6 = word.indexOf('[') < 0 && colon >= 0 && word.indexOf(':', colon + 1) >= 0;
    if (bareIpv6) {
      return new ListenAddress(Optional.of(word), 0, Optional.empty());
    }
    String host = word;
    String port = null;
    if (word.startsWith("[")) {
      int close = word.indexOf(']');
      boolean more = close >= 0 && close + 1 < word.length();
      if (close < 0 || (more && word.charAt(close + 1) != ':')) {
        throw BadValueException.of("bad address:port usage");
      }
      host = word.substring(1, close);
      port = more ? word.substring(close + 2) : null;
    } else if (colon >= 0) {
      host = word.substring(0, colon);
      port = word.substring(colon + 1);
    }
    int number = port == null ? 0 : Ports.parse(port);
    if (port != null && number <= 0) {
      throw BadValueException.of("bad port number");
    }
    return new ListenAddress(Optional.of(host), number, Optional.empty());
  }
}
