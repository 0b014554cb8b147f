package dev.aikagi.tools.configcheck;

import dev.aikagi.Reason;
import java.util.List;

/** A setting that works, and that helps an attacker or turns users away. */
public sealed interface WeakSettingReason extends Reason {
  /** The file, as it was named. */
  String file();

  /** Counted from 1. */
  int line();

  /** As written. */
  String keyword();

  /** An algorithm that is broken or about to be. */
  record Algorithm(String file, int line, String keyword, List<String> names)
      implements WeakSettingReason {
    public Algorithm {
      names = List.copyOf(names);
    }

    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " allows " + String.join(", ", names);
    }
  }

  /** Short RSA keys are taken. */
  record ShortRsa(String file, int line, String keyword, String value)
      implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " takes RSA keys of " + value + " bits";
    }
  }

  /** root may log in by password. */
  record RootByPassword(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " yes lets root log in by password";
    }
  }

  /** Accounts without a password are open. */
  record EmptyPasswords(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " yes opens accounts without a password";
    }
  }

  /** Files that others can write are trusted. */
  record StrictModesOff(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " no trusts files that others can write";
    }
  }

  /** Users set variables of the login. */
  record UserEnvironment(String file, int line, String keyword, String value)
      implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " " + value + " lets users set any variable";
    }
  }

  /** .rhosts files count. */
  record RhostsHeard(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " no lets .rhosts files count";
    }
  }

  /** X11 listens on every address. */
  record X11ForOthers(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " no lets other hosts reach forwarded displays";
    }
  }

  /** One attempt only. */
  record OneTry(String file, int line, String keyword, String value) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " " + value + " locks out who has several keys";
    }
  }

  /** Nothing is logged. */
  record NoLog(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " QUIET logs nothing";
    }
  }

  /** Host keys are not checked. */
  record HostKeysUnchecked(String file, int line, String keyword, String value)
      implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " " + value + " connects to whoever answers";
    }
  }

  /** Host keys are kept nowhere. */
  record HostKeysForgotten(String file, int line, String keyword) implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " keeps host keys nowhere";
    }
  }

  /** Passwords are off, but PAM asks for them. */
  record PasswordByAnotherName(String file, int line, String keyword, String other)
      implements WeakSettingReason {
    @Override
    public String summary() {
      return file + ":" + line + ": " + keyword + " no does not turn passwords off: " + other;
    }
  }
}
