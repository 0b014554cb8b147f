package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.Optional;

/** What one line of a list of authorised principals said to one certificate. */
public sealed interface PrincipalReason extends Reason {
  String file();

  /** Counted from 1; 0 for the file as a whole. */
  int line();

  /** The line has a principal of the certificate. */
  record Matched(String file, int line, String principal) implements PrincipalReason {
    @Override
    public String summary() {
      return file + ":" + line + ": matched principal \"" + Printable.of(principal, 100) + "\"";
    }
  }

  record Other(String file, int line, String principal) implements PrincipalReason {
    @Override
    public String summary() {
      return file + ":" + line + ": another principal, \"" + Printable.of(principal, 100) + "\"";
    }
  }

  /** The options before the name cannot be read, so the line does not count. */
  record BadOptions(String file, int line, String detail) implements PrincipalReason {
    @Override
    public String summary() {
      return file + ":" + line + ": bad principals options: " + detail;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("write one name on each line, or options, a blank and the name");
    }
  }

  /** The principal is right, and the options before it are not met. */
  record OptionsNotMet(String file, int line, AuthorizedKeyReason why) implements PrincipalReason {
    @Override
    public String summary() {
      return why.summary();
    }

    @Override
    public Optional<String> remedy() {
      return why.remedy();
    }
  }

  record NoPrincipals(String file) implements PrincipalReason {
    @Override
    public int line() {
      return 0;
    }

    @Override
    public String summary() {
      return file + " lists no principal";
    }
  }
}
