package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.Optional;

/** What a list of trusted hosts said to a user of another host. */
public sealed interface TrustedHostReason extends Reason {
  String file();

  /** Counted from 1; 0 for the file as a whole. */
  int line();

  /** The line trusts the host, and this user of it. */
  record Trusted(String file, int line) implements TrustedHostReason {
    @Override
    public String summary() {
      return file + ":" + line + ": trusted host";
    }
  }

  /** The line names the host and the user behind a minus; what follows does not count. */
  record Denied(String file, int line) implements TrustedHostReason {
    @Override
    public String summary() {
      return file + ":" + line + ": Matched negative entry";
    }
  }

  /** A group of hosts or users stands there, and nobody can be asked who is in it. */
  record GroupNotKnown(String file, int line, String group, String fault)
      implements TrustedHostReason {
    @Override
    public String summary() {
      return file
          + ":"
          + line
          + ": netgroup "
          + Printable.of(group, 100)
          + " cannot be asked for: "
          + fault;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the hosts one by one");
    }
  }

  /** No line is about this user of this host. */
  record NotListed(String file, String clientHost, String clientUser) implements TrustedHostReason {
    @Override
    public int line() {
      return 0;
    }

    @Override
    public String summary() {
      return file
          + ": no line trusts "
          + Printable.of(clientUser, 100)
          + " of "
          + Printable.of(clientHost, 255);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add a line with the host's name, and the user's where it is another");
    }
  }

  /** Whether this is yes. */
  default boolean trusts() {
    return this instanceof Trusted;
  }
}
