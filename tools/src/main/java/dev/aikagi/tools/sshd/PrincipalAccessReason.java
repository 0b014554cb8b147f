package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.nio.file.Path;
import java.util.Optional;

/** Whether somebody whom Kerberos has proven may log in as a user. */
public sealed interface PrincipalAccessReason extends Reason {
  /** He may. */
  record Authorized(String principal, String user) implements PrincipalAccessReason {
    @Override
    public String summary() {
      return text(principal) + " may be " + text(user);
    }
  }

  /** The ticket is for another of the names that the keytab has. */
  record OtherServer(String server, String hostname) implements PrincipalAccessReason {
    @Override
    public String summary() {
      return "the ticket is for "
          + text(server)
          + ", and this host is "
          + text(hostname)
          + " (GSSAPIStrictAcceptorCheck)";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("GSSAPIStrictAcceptorCheck no, where this host has several names");
    }
  }

  /** His .k5login is there and does not name the principal. */
  record NotListed(Path file, String principal) implements PrincipalAccessReason {
    @Override
    public String summary() {
      return text(principal) + " is not in " + text(file.toString());
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add the line " + text(principal) + " to " + text(file.toString()));
    }
  }

  /** No rule makes this user of the principal. */
  record NotMapped(String principal, String user) implements PrincipalAccessReason {
    @Override
    public String summary() {
      return text(principal) + " is not " + text(user) + " by any rule of krb5.conf";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add the line " + text(principal) + " to ~/.k5login of " + text(user));
    }
  }

  /** His .k5login does not count. */
  record Unusable(Path file, String fault) implements PrincipalAccessReason {
    @Override
    public String summary() {
      return text(file.toString()) + " does not count: " + text(fault);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("make it a file of the user's own");
    }
  }

  private static String text(String value) {
    return Printable.of(value, 1024);
  }
}
