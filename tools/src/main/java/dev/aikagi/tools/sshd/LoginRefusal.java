package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.Optional;

/**
 * Why this system does not let an account in; the lists of sshd_config have reasons of their own.
 */
public sealed interface LoginRefusal extends Reason {
  record NoSuchUser(String user, String from) implements LoginRefusal {
    @Override
    public String summary() {
      return "Invalid user " + Printable.of(user, 100) + " from " + from;
    }
  }

  record NotThisUser(String user, String self) implements LoginRefusal {
    @Override
    public String summary() {
      return "User " + user + " not allowed because this server runs as " + self;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("start sshd as root to serve other users");
    }
  }

  record NoShell(String user, String shell, boolean exists) implements LoginRefusal {
    @Override
    public String summary() {
      return "User "
          + user
          + " not allowed because shell "
          + shell
          + (exists ? " is not executable" : " does not exist");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chsh -s /bin/sh " + user);
    }
  }

  record Locked(String user) implements LoginRefusal {
    @Override
    public String summary() {
      return "User " + user + " not allowed because account is locked";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("passwd -u " + user + ", or UsePAM yes");
    }
  }

  record Expired(String user, String what) implements LoginRefusal {
    @Override
    public String summary() {
      return "User " + user + " not allowed because " + what;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chage -l " + user + " shows the dates");
    }
  }

  record WrongPassword(String user) implements LoginRefusal {
    @Override
    public String summary() {
      return "the password of " + Printable.of(user, 100) + " is another one";
    }
  }

  /** What PAM said. */
  record ByPam(String user, String what, String text) implements LoginRefusal {
    @Override
    public String summary() {
      return "PAM: " + what + " for " + Printable.of(user, 100) + ": " + text;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("see the log of the PAM modules, and /etc/pam.d");
    }
  }

  record BadFile(String path, String fault) implements LoginRefusal {
    @Override
    public String summary() {
      return "Could not use " + path + ": " + fault;
    }
  }

  record Revoked(String key, String file) implements LoginRefusal {
    @Override
    public String summary() {
      return key + " revoked by file " + file;
    }
  }

  /** A restriction that cannot be obeyed keeps out whom it was to restrict. */
  record BadRoot(String user, String fault, Optional<String> remedy) implements LoginRefusal {
    @Override
    public String summary() {
      return "User " + user + " not allowed because of ChrootDirectory: " + fault;
    }
  }

  /**
   * A program that was to print a list.
   *
   * @param keyword AuthorizedKeysCommand or AuthorizedPrincipalsCommand
   */
  record CommandFailed(String keyword, String command, String fault) implements LoginRefusal {
    @Override
    public String summary() {
      return keyword + " " + command + " failed: " + fault;
    }
  }

  /** Something that should not happen; nobody gets in by it. */
  record Fault(String what, String cause) implements LoginRefusal {
    @Override
    public String summary() {
      return what + ": " + cause;
    }
  }
}
