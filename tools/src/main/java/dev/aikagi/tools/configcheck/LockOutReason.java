package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;
import java.util.List;

/** Why nobody, or somebody named, could still log in with a configuration. */
public sealed interface LockOutReason extends Reason {
  /** No host key is left to show. */
  record NoHostKey(String file, List<String> keys) implements LockOutReason {
    public NoHostKey {
      keys = List.copyOf(keys);
    }

    @Override
    public String summary() {
      return file + " leaves no host key";
    }
  }

  /** Every method is off. */
  record NoMethod(String file) implements LockOutReason {
    @Override
    public String summary() {
      return file + " turns every method off";
    }
  }

  /** AuthenticationMethods asks for what is off. */
  record MethodOff(String file, int line, String value, List<String> off) implements LockOutReason {
    public MethodOff {
      off = List.copyOf(off);
    }

    @Override
    public String summary() {
      return file + ":" + line + ": AuthenticationMethods asks for what is off: " + off;
    }
  }

  /** AllowUsers or AllowGroups names nobody that exists. */
  record NobodyNamed(String file, int line, String keyword, String name, List<String> nearest)
      implements LockOutReason {
    public NobodyNamed {
      nearest = List.copyOf(nearest);
    }

    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " names " + name + ", who does not exist";
    }
  }

  /** Nobody has what the configuration asks for. */
  record NobodyGetsIn(String file, String methods) implements LockOutReason {
    @Override
    public String summary() {
      return "with " + file + " nobody gets in";
    }
  }

  /** ListenAddress is no address of this machine. */
  record BadAddress(String file, int line, String address) implements LockOutReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + address + " is no address of this machine";
    }
  }
}
