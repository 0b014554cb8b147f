package dev.aikagi.trust;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import java.util.List;
import java.util.Optional;

/** Why a user may not log in, as the lists of sshd_config say. */
public sealed interface UserRefusal extends Reason {
  record ListedInDenyUsers(String user, String host, String pattern) implements UserRefusal {
    @Override
    public String summary() {
      return who(user, host) + "listed in DenyUsers (" + pattern + ")";
    }
  }

  record NotListedInAllowUsers(String user, String host, List<String> patterns)
      implements UserRefusal {
    public NotListedInAllowUsers {
      patterns = List.copyOf(patterns);
    }

    @Override
    public String summary() {
      return who(user, host) + "not listed in AllowUsers";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("add the user to AllowUsers in sshd_config");
    }
  }

  record GroupInDenyGroups(String user, String host, String group) implements UserRefusal {
    @Override
    public String summary() {
      return who(user, host) + "a group is listed in DenyGroups (" + group + ")";
    }
  }

  record NoGroupInAllowGroups(String user, String host) implements UserRefusal {
    @Override
    public String summary() {
      return who(user, host) + "none of user's groups are listed in AllowGroups";
    }
  }

  record NotInAnyGroup(String user, String host) implements UserRefusal {
    @Override
    public String summary() {
      return who(user, host) + "not in any group";
    }
  }

  /** A pattern that cannot be understood refuses everybody. */
  record InvalidPattern(String keyword, String pattern) implements UserRefusal {
    @Override
    public String summary() {
      return "Invalid " + keyword + " pattern \"" + Printable.of(pattern, 100) + "\"";
    }
  }

  record RootLogin(String user, String methodName, PermitRootLogin setting) implements UserRefusal {
    @Override
    public String summary() {
      return "ROOT LOGIN REFUSED with " + methodName + ": PermitRootLogin " + setting.word();
    }
  }

  private static String who(String user, String host) {
    return "User "
        + Printable.of(user, 100)
        + " from "
        + Printable.of(host, 100)
        + " not allowed because ";
  }
}
