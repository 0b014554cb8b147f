package dev.aikagi.tools.sshd;

import dev.aikagi.auth.GssAcceptor;
import dev.aikagi.kerberos.KerberosAcceptor;
import dev.aikagi.kerberos.KerberosConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** This host's keys for Kerberos. */
final class Keytab {
  private static final String DEFAULT = "/etc/krb5.keytab";

  static {
    // The JDK would keep a file of the tickets that it saw, in a folder that all can write to, for
    // whoever sends one. A ticket that is sent again is of no use here: the MIC over this session
    // wants the key inside it.
    System.setProperty("sun.security.krb5.rcache", "none");
    if (System.getenv("KRB5_CONFIG") != null
        && System.getProperty("java.security.krb5.conf") == null) {
      KerberosConfiguration.ofSystem()
          .file()
          .ifPresent(f -> System.setProperty("java.security.krb5.conf", f.toString()));
    }
  }

  private Keytab() {}

  static GssAcceptor acceptor() {
    return new KerberosAcceptor(file());
  }

  static Path file() {
    return file(
        Optional.ofNullable(System.getenv("KRB5_KTNAME")), KerberosConfiguration.ofSystem());
  }

  /** Of what KRB5_KTNAME or krb5.conf says, with or without the kind before it. */
  static Path file(Optional<String> name, KerberosConfiguration configuration) {
    String text = name.or(() -> named(configuration)).orElse(DEFAULT);
    int slash = text.indexOf('/');
    boolean kind = slash > 0 && text.charAt(slash - 1) == ':';
    return Path.of(kind ? text.substring(slash) : text);
  }

  private static Optional<String> named(KerberosConfiguration configuration) {
    try {
      return configuration.libDefault("default_keytab_name");
    } catch (IOException e) {
      // Java needs that file itself, and says what is wrong with it.
      System.getLogger(Keytab.class.getName()).log(System.Logger.Level.DEBUG, "krb5.conf", e);
      return Optional.empty();
    }
  }
}
