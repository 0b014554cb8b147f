package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
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
      return Optional.of("kadmin -q 'ktadd host/NAME'");
    }
  }

  /** The rights of the one who runs this do not reach it. */
  record Unreadable(Path path, String user, String fault) implements KeytabReason {
    @Override
    public String summary() {
      return Printable.of(user, 100) + " cannot read the keytab " + text(path) + ": " + fault;
    }
  }

  /** Somebody else can read the keys, or put in his own. */
  record TooOpen(Path path, String owner, int mode) implements KeytabReason {
    @Override
    public String summary() {
      return "the keytab "
          + text(path)
          + " belongs to "
          + Printable.of(owner, 100)
          + " and has mode "
          + String.format("0%03o", mode);
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("chmod 600 " + text(path));
    }
  }

  record NotAKeytab(Path path, String fault) implements KeytabReason {
    @Override
    public String summary() {
      return text(path) + " is no keytab: " + Printable.of(fault, 512);
    }
  }

  /** All its entries were taken out again. */
  record Empty(Path path) implements KeytabReason {
    @Override
    public String summary() {
      return "no key is in the keytab " + text(path);
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
      return Optional.of("kadmin -q 'ktadd host/NAME'");
    }
  }

  private static String text(Path path) {
    return Printable.of(path.toString(), 1024);
  }
}
