package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssInitiator;
import dev.aikagi.auth.GssReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.kerberos.KerberosConfiguration;
import dev.aikagi.kerberos.KerberosInitiator;
import dev.aikagi.posix.Kerberos;
import dev.aikagi.posix.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The user's Kerberos ticket, for GSSAPIAuthentication. By the system's library where there is one:
 * it reads every kind of cache and all of krb5.conf, as kinit and the other programs do. Java alone
 * reads files only.
 */
record OwnTicket(KerberosInitiator kerberos, Place place) implements GssInitiator {
  private static final String NATIVE = "sun.security.jgss.native";
  private static final String FILE = "FILE:";

  /**
   * Where tickets and the configuration may be.
   *
   * @param cache KRB5CCNAME
   * @param usual of a system that names no other
   */
  record Place(Optional<String> cache, Path usual, Path configuration) {
    static Place ofUser() {
      return new Place(
          Optional.ofNullable(System.getenv("KRB5CCNAME")),
          Path.of("/tmp/krb5cc_" + User.realId()),
          KerberosConfiguration.ofSystem().file().orElse(Path.of("/etc/krb5.conf")));
    }

    /** The file without which there is no ticket; empty where others than files may have it. */
    private Optional<Path> needed() {
      if (cache.isPresent()) {
        String name = cache.get();
        String file = name.startsWith(FILE) ? name.substring(FILE.length()) : name;
        return file.startsWith("/") ? Optional.of(Path.of(file)) : Optional.empty();
      }
      // Only krb5.conf names another cache than this.
      return Files.exists(configuration) ? Optional.empty() : Optional.of(usual);
    }
  }

  static OwnTicket of(ClientConfig config) {
    return new OwnTicket(
        new KerberosInitiator(
            config.host(), config.value(ClientKeywords.GSSAPI_DELEGATE_CREDENTIALS)),
        Place.ofUser());
  }

  @Override
  public Bytes mechanism() {
    return kerberos.mechanism();
  }

  @Override
  public GssContext initiate() throws GssException {
    // Debian's ssh_config tries it at every server that offers it. Who never has a ticket does not
    // wait for the JDK's GSS-API to be loaded.
    Optional<Path> needed = place.needed();
    if (needed.isPresent() && !Files.exists(needed.get())) {
      throw new GssException(new GssReason.NoTicket(place.cache().orElse("")));
    }
    prepare();
    return kerberos.initiate();
  }

  /** Before anything of JGSS is loaded, which reads these once. */
  private void prepare() {
    if (System.getProperty(NATIVE) == null && Kerberos.hasGssApi()) {
      System.setProperty(NATIVE, "true");
      System.setProperty("sun.security.jgss.lib", Kerberos.gssApi());
    }
    if (Boolean.getBoolean(NATIVE)) {
      System.setProperty("javax.security.auth.useSubjectCredsOnly", "false");
    } else if (System.getProperty("java.security.krb5.conf") == null) {
      System.setProperty("java.security.krb5.conf", place.configuration().toString());
    }
  }
}
