package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.nio.file.Path;
import java.util.List;

/** What a configuration or a machine does to everybody's login or to one user's. */
public sealed interface ServerSetupReason extends Reason {
  /** A line of the configuration that sshd does not understand. */
  record BadLine(String file, int line, String text) implements ServerSetupReason {
    @Override
    public String summary() {
      return Printable.of(text, 512);
    }
  }

  /** The configuration as a whole cannot be used. */
  record Unusable(String file, String text) implements ServerSetupReason {
    @Override
    public String summary() {
      return Printable.of(text, 512);
    }
  }

  record RefusesAll() implements ServerSetupReason {
    @Override
    public String summary() {
      return "RefuseConnection turns this connection away";
    }
  }

  record PublickeyOff(String user) implements ServerSetupReason {
    @Override
    public String summary() {
      return "PubkeyAuthentication is off for " + user;
    }
  }

  record HostbasedOff(String user) implements ServerSetupReason {
    @Override
    public String summary() {
      return "HostbasedAuthentication is off for " + user;
    }
  }

  /** AuthorizedKeysFile is none, and no command says which keys there are. */
  record NoKeyFiles(String user) implements ServerSetupReason {
    @Override
    public String summary() {
      return "AuthorizedKeysFile is none for " + user;
    }
  }

  /** No list of AuthenticationMethods has publickey in it. */
  record PublickeyNotListed(List<String> lists) implements ServerSetupReason {
    public PublickeyNotListed {
      lists = List.copyOf(lists);
    }

    @Override
    public String summary() {
      return "AuthenticationMethods has no list with publickey: " + String.join(" ", lists);
    }
  }

  /** No list of AuthenticationMethods has hostbased in it. */
  record HostbasedNotListed(List<String> lists) implements ServerSetupReason {
    public HostbasedNotListed {
      lists = List.copyOf(lists);
    }

    @Override
    public String summary() {
      return "AuthenticationMethods has no list with hostbased: " + String.join(" ", lists);
    }
  }

  /** Each list of AuthenticationMethods wants something that is switched off. */
  record MethodsOff(List<String> methods) implements ServerSetupReason {
    public MethodsOff {
      methods = List.copyOf(methods);
    }

    @Override
    public String summary() {
      return "AuthenticationMethods wants what is switched off: " + String.join(", ", methods);
    }
  }

  record AlgorithmOff(String type, String accepted) implements ServerSetupReason {
    @Override
    public String summary() {
      return "PubkeyAcceptedAlgorithms has none for a key of type " + type;
    }
  }

  record HostAlgorithmOff(String type, String accepted) implements ServerSetupReason {
    @Override
    public String summary() {
      return "HostbasedAcceptedAlgorithms has none for a key of type " + type;
    }
  }

  /**
   * A client that has several keys in its agent is turned away before it comes to the right one.
   */
  record FewTries(int tries) implements ServerSetupReason {
    @Override
    public String summary() {
      return "MaxAuthTries is " + tries;
    }
  }

  /** The shell ends at once, by its purpose. */
  record NoLoginShell(String user, String shell) implements ServerSetupReason {
    @Override
    public String summary() {
      return "the shell of " + user + " is " + shell + ", which ends every session";
    }
  }

  record NoLoginFile(Path path) implements ServerSetupReason {
    @Override
    public String summary() {
      return path + " exists: nobody but root may log in";
    }
  }

  record NoHome(String user, Path path) implements ServerSetupReason {
    @Override
    public String summary() {
      return "the home folder " + path + " of " + user + " does not exist";
    }
  }

  record HomeNotAFolder(String user, Path path) implements ServerSetupReason {
    @Override
    public String summary() {
      return "the home " + path + " of " + user + " is no folder";
    }
  }

  /** The program of AuthorizedKeysCommand cannot be used. */
  record CommandUnusable(String program, String fault) implements ServerSetupReason {
    @Override
    public String summary() {
      return "AuthorizedKeysCommand " + program + " cannot be used: " + fault;
    }
  }

  /** A file that was named as a key and is none. */
  record NotAKey(Path path, String fault) implements ServerSetupReason {
    @Override
    public String summary() {
      return path + ": " + fault;
    }
  }
}
