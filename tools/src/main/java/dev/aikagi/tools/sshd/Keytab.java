package dev.aikagi.tools.sshd;

import dev.aikagi.auth.GssAcceptor;
import dev.aikagi.kerberos.KerberosAcceptor;
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
    String configuration = System.getenv("KRB5_CONFIG");
    if (configuration != null && System.getProperty("java.security.krb5.conf") == null) {
      System.setProperty("java.security.krb5.conf", configuration);
    }
  }

  private Keytab() {}

  static GssAcceptor acceptor() {
    return new KerberosAcceptor(file(Optional.ofNullable(System.getenv("KRB5_KTNAME"))));
  }

  /** Of what KRB5_KTNAME says, with or without the kind before it. */
  static Path file(Optional<String> name) {
    String text = name.orElse(DEFAULT);
    int slash = text.indexOf('/');
    boolean kind = slash > 0 && text.charAt(slash - 1) == ':';
    return Path.of(kind ? text.substring(slash) : text);
  }
}
