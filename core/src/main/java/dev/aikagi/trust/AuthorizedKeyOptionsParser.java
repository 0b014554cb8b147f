package dev.aikagi.trust;

import dev.aikagi.key.AbsoluteTime;
import dev.aikagi.trust.AuthorizedKeyOptions.EnvironmentVariable;
import dev.aikagi.trust.AuthorizedKeyOptions.HostPort;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the options in front of a key, in the same order and with the same errors as sshd. */
final class AuthorizedKeyOptionsParser {
  /** As in OpenSSH: a line with more rules is no line that somebody wrote. */
  private static final int MAX_PERMITS = 4096;

  private final OptionText text;
  private final ZoneId zone;

  private boolean restricted;
  private boolean certAuthority;
  private boolean portForwarding = true;
  private boolean agentForwarding = true;
  private boolean x11Forwarding = true;
  private boolean pty = true;
  private boolean userRc = true;
  private boolean touchRequired = true;
  private boolean verifyRequired;
  private @Nullable String command;
  private @Nullable List<String> principals;
  private @Nullable String from;
  private @Nullable Instant expiry;
  private final List<EnvironmentVariable> environment = new ArrayList<>();
  private final List<HostPort> permitOpen = new ArrayList<>();
  private final List<HostPort> permitListen = new ArrayList<>();
  private @Nullable Integer tunnel;

  private AuthorizedKeyOptionsParser(String text, ZoneId zone) {
    this.text = new OptionText(text);
    this.zone = zone;
  }

  /** Options up to the end of the text; an unknown one refuses all of them. */
  static AuthorizedKeyOptions parse(String text, ZoneId zone) throws OptionSyntaxException {
    AuthorizedKeyOptionsParser parser = new AuthorizedKeyOptionsParser(text, zone);
    parser.all();
    return parser.result();
  }

  private void all() throws OptionSyntaxException {
    while (!text.atEnd()) {
      int start = text.position();
      // Nothing between two commas is no fault for sshd either.
      boolean known = flag() || value();
      if (!text.takes(",") && (!known || !text.atEnd())) {
        throw text.unknown(start);
      }
    }
  }

  private boolean flag() {
    if (text.takes("restrict")) {
      restricted = true;
      portForwarding = false;
      agentForwarding = false;
      x11Forwarding = false;
      pty = false;
      userRc = false;
      return true;
    }
    if (text.takes("cert-authority")) {
      certAuthority = true;
      return true;
    }
    int start = text.position();
    boolean on = !text.takes("no-");
    if (text.takes("port-forwarding")) {
      portForwarding = on;
    } else if (text.takes("agent-forwarding")) {
      agentForwarding = on;
    } else if (text.takes("x11-forwarding")) {
      x11Forwarding = on;
    } else if (text.takes("touch-required")) {
      touchRequired = on;
    } else if (text.takes("verify-required")) {
      verifyRequired = on;
    } else if (text.takes("pty")) {
      pty = on;
    } else if (text.takes("user-rc")) {
      userRc = on;
    } else {
      text.back(start);
      return false;
    }
    return true;
  }

  private boolean value() throws OptionSyntaxException {
    if (text.takes("command=")) {
      OptionText.once("command", command);
      command = text.quoted();
    } else if (text.takes("principals=")) {
      OptionText.once("principals", principals);
      principals = List.of(text.quoted().split(",", -1));
    } else if (text.takes("from=")) {
      OptionText.once("from", from);
      from = text.quoted();
    } else if (text.takes("expiry-time=")) {
      Instant time =
          AbsoluteTime.parse(text.quoted(), zone)
              .filter(Instant.EPOCH::isBefore)
              .orElseThrow(() -> new OptionSyntaxException("invalid expires time"));
      expiry = expiry == null || time.isBefore(expiry) ? time : expiry;
    } else if (text.takes("environment=")) {
      environment(text.quoted());
    } else if (text.takes("permitopen=")) {
      permit(text.quoted(), permitOpen);
    } else if (text.takes("permitlisten=")) {
      String rule = text.quoted();
      permit(rule.indexOf(':') < 0 ? "*:" + rule : rule, permitListen);
    } else if (text.takes("tunnel=")) {
      tunnel = tunnel(text.quoted());
    } else {
      return false;
    }
    return true;
  }

  private void environment(String assignment) throws OptionSyntaxException {
    int equals = assignment.indexOf('=');
    String name = equals < 0 ? "" : assignment.substring(0, equals);
    boolean valid =
        !name.isEmpty()
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_');
    if (!valid) {
      throw new OptionSyntaxException("invalid environment string");
    }
    // The first one wins.
    if (environment.stream().noneMatch(e -> e.name().equals(name))) {
      environment.add(new EnvironmentVariable(name, assignment.substring(equals + 1)));
    }
  }

  private static void permit(String rule, List<HostPort> rules) throws OptionSyntaxException {
    int delimiter;
    if (rule.startsWith("[")) {
      delimiter = rule.indexOf(']') + 1;
      if (delimiter == 0) {
        throw new OptionSyntaxException("invalid permission hostname");
      }
    } else {
      int colon = rule.indexOf(':');
      int slash = rule.indexOf('/');
      delimiter = colon < 0 ? slash : slash < 0 ? colon : Math.min(colon, slash);
    }
    if (delimiter < 0 || delimiter >= rule.length()) {
      throw new OptionSyntaxException("invalid permission port");
    }
    char c = rule.charAt(delimiter);
    if (c != ':' && c != '/') {
      throw new OptionSyntaxException("invalid permission hostname");
    }
    String host = rule.substring(0, delimiter);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    if (rules.size() == MAX_PERMITS) {
      throw new OptionSyntaxException("too many permission directives");
    }
    rules.add(new HostPort(host, port(rule.substring(delimiter + 1))));
  }

  /** 0 for every port. */
  private static int port(String text) throws OptionSyntaxException {
    if (text.equals("*")) {
      return 0;
    }
    int port = decimal(text, 65535);
    if (port <= 0) {
      throw new OptionSyntaxException("invalid permission port");
    }
    return port;
  }

  private static int tunnel(String text) throws OptionSyntaxException {
    if (text.equalsIgnoreCase("any")) {
      return AuthorizedKeyOptions.ANY_TUNNEL;
    }
    int device = decimal(text, Integer.MAX_VALUE - 2);
    if (device < 0) {
      throw new OptionSyntaxException("invalid tun device");
    }
    return device;
  }

  /** -1 where it is no number up to the limit. */
  private static int decimal(String text, int limit) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long value = Long.parseLong(text);
    return value > limit ? -1 : (int) value;
  }

  private AuthorizedKeyOptions result() {
    return new AuthorizedKeyOptions(
        restricted,
        certAuthority,
        portForwarding,
        agentForwarding,
        x11Forwarding,
        pty,
        userRc,
        touchRequired,
        verifyRequired,
        command,
        principals,
        from,
        expiry,
        environment,
        permitOpen.isEmpty() ? null : permitOpen,
        permitListen.isEmpty() ? null : permitListen,
        tunnel);
  }
}
