package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.tools.explain.Sh;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Why no Kerberos ticket, or none for this host, can be taken: what is wrong with the keytab. */
public sealed interface KeytabReason extends Reason {
  record Missing(Path path) implements KeytabReason {
    @Override
    public String summary() {
      return "there is no keytab " + text(path);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(made(path));
    }
  }

  /** The rights of the one who runs this do not reach it. */
  record Unreadable(Path path, String user, String fault) implements KeytabReason {
    @Override
    public String summary() {
      return Printable.of(user, 100) + " cannot read the keytab " + text(path) + ": " + text(fault);
    }
  }

  /** Its owner can use the keys, and sshd is root's. */
  record NotRoots(Path path, String owner) implements KeytabReason {
    @Override
    public String summary() {
      return "the keytab "
          + text(path)
          + " belongs to "
          + Printable.of(owner, 100)
          + ", not to root";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(Sh.line("chown", "-h", "root:", text(path)));
    }
  }

  /** Somebody else can read the keys, or put in his own. */
  record TooOpen(Path path, int mode) implements KeytabReason {
    @Override
    public String summary() {
      return "the keytab "
          + text(path)
          + " has mode "
          + String.format("0%03o", mode)
          + ": others than its owner can use its keys";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(Sh.line("chmod", "600", text(path)));
    }
  }

  record NotAKeytab(Path path, String fault) implements KeytabReason {
    @Override
    public String summary() {
      return text(path) + " is no keytab: " + text(fault);
    }
  }

  /** All its entries were taken out again. */
  record Empty(Path path) implements KeytabReason {
    @Override
    public String summary() {
      return "no key is in the keytab " + text(path);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(made(path));
    }
  }

  /** With GSSAPIStrictAcceptorCheck only tickets for this host's own name count. */
  record NotThisHost(Path path, List<String> wanted) implements KeytabReason {
    public NotThisHost {
      wanted = List.copyOf(wanted);
    }

    @Override
    public String summary() {
      return "no key in the keytab "
          + text(path)
          + " is that of "
          + Printable.of(String.join(" or ", wanted), 1024);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(made(path));
    }
  }

  private static String made(Path path) {
    return Sh.line("kadmin", "-q", "addprinc -randkey host/NAME")
        + "; "
        + Sh.line("kadmin", "-q", "ktadd -k " + text(path) + " host/NAME");
  }

  private static String text(Path path) {
    return Printable.of(path.toString(), 1024);
  }

  private static String text(String fault) {
    return Printable.of(fault, 512);
  }
}
