package dev.aikagi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A forwarding that a line asks for.
 *
 * @param listen where connections are accepted
 * @param connect where they are taken to; {@link #SOCKS} if the one who connects says so
 */
public record Forward(End listen, End connect) {
  /** One end: a path, or a port with or without a host. */
  public sealed interface End {
    /** A TCP port; an empty host is what GatewayPorts says for listening. */
    record Tcp(String host, int port) implements End {
      @Override
      public String toString() {
        return host.isEmpty() ? Integer.toString(port) : "[" + host + "]:" + port;
      }
    }

    /** A Unix-domain socket. */
    record Path(String path) implements End {
      @Override
      public String toString() {
        return path;
      }
    }

    /** The target comes with each connection, by the SOCKS protocol. */
    record Socks() implements End {
      @Override
      public String toString() {
        return "";
      }
    }
  }

  static final End SOCKS = new End.Socks();

  /** Which keyword's line it is. */
  enum Kind {
    LOCAL,
    REMOTE,
    DYNAMIC
  }

  /** A line's forwarding: the listening end, then, unless it is dynamic, the connecting one. */
  static ValueType<List<Forward>> type(Kind kind) {
    return new Type(kind);
  }

  private static final class Type extends ValueType<List<Forward>> {
    private final Kind kind;

    Type(Kind kind) {
      this.kind = kind;
    }

    @Override
    List<Forward> parse(Arguments in) throws BadValueException {
      String spec = in.required();
      boolean dynamic = kind == Kind.DYNAMIC;
      if (!dynamic) {
        String target = in.next();
        if (target == null || target.isEmpty()) {
          if (kind != Kind.REMOTE) {
            throw BadValueException.of("Missing target argument.");
          }
          dynamic = true;
        } else {
          spec = spec + ":" + target;
        }
      }
      return List.of(Forward.parse(spec, dynamic, kind == Kind.REMOTE));
    }

    @Override
    List<Forward> combine(List<Forward> earlier, List<Forward> added) {
      return Words.joined(earlier, added);
    }

    @Override
    void dump(String name, List<Forward> value, List<String> out) {
      for (Forward forward : value) {
        boolean socks = forward.connect instanceof End.Socks;
        String target = kind == Kind.DYNAMIC ? "" : socks ? " [socks]:0" : " " + forward.connect;
        out.add(name + " " + forward.listen + target);
      }
    }
  }

  /** Reads the HOST:PORT of -W; empty if it is none. */
  public static Optional<End.Tcp> stdio(String spec) {
    try {
      return parse(spec, true, false).listen instanceof End.Tcp tcp && !tcp.host().isEmpty()
          ? Optional.of(tcp)
          : Optional.empty();
    } catch (BadValueException e) {
      // Whoever asks has words of his own for it.
      return Optional.empty();
    }
  }

  /** Reads the form of -L, -R and -D: fields with colons between them, hosts in brackets or not. */
  static Forward parse(String spec, boolean dynamic, boolean remote) throws BadValueException {
    List<String> f = fields(spec);
    Forward forward =
        switch (f.size()) {
          case 1 -> new Forward(end("", f.get(0)), SOCKS);
          case 2 -> two(f.get(0), f.get(1));
          case 3 -> three(f.get(0), f.get(1), f.get(2));
          case 4 -> new Forward(tcp(f.get(0), f.get(1)), tcp(f.get(2), f.get(3)));
          default -> throw bad();
        };
    boolean paths = forward.connect instanceof End.Path || forward.listen instanceof End.Path;
    boolean count = dynamic ? f.size() <= 2 : f.size() >= 3 || paths;
    if (!count || (!remote && forward.listen instanceof End.Tcp tcp && tcp.port() == 0)) {
      throw bad();
    }
    return forward;
  }

  private static Forward two(String a, String b) throws BadValueException {
    if (isPath(b)) {
      return new Forward(end("", a), new End.Path(b));
    }
    return new Forward(tcp(a, b), SOCKS);
  }

  private static Forward three(String a, String b, String c) throws BadValueException {
    if (isPath(a)) {
      return new Forward(new End.Path(a), tcp(b, c));
    }
    if (isPath(c)) {
      return new Forward(tcp(a, b), new End.Path(c));
    }
    return new Forward(tcp("", a), tcp(b, c));
  }

  private static End end(String host, String field) throws BadValueException {
    return isPath(field) ? new End.Path(field) : tcp(host, field);
  }

  private static End tcp(String host, String port) throws BadValueException {
    int number = Ports.parse(port);
    if (number < 0) {
      throw bad();
    }
    return new End.Tcp(host, number);
  }

  private static boolean isPath(String field) {
    return field.indexOf('/') >= 0;
  }

  private static BadValueException bad() {
    return BadValueException.of("Bad forwarding specification.");
  }

  private static List<String> fields(String spec) throws BadValueException {
    List<String> fields = new ArrayList<>();
    int i = 0;
    while (i <= spec.length()) {
      StringBuilder field = new StringBuilder();
      if (i < spec.length() && spec.charAt(i) == '[') {
        int close = spec.indexOf(']', i);
        if (close < 0 || (close + 1 < spec.length() && spec.charAt(close + 1) != ':')) {
          throw bad();
        }
        field.append(spec, i + 1, close);
        i = close + 1;
      } else {
        while (i < spec.length() && spec.charAt(i) != ':') {
          if (spec.charAt(i) == '\\' && i + 1 < spec.length()) {
            i++;
          }
          field.append(spec.charAt(i++));
        }
      }
      fields.add(field.toString());
      i++;
    }
    return fields;
  }
}
