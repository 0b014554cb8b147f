package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * Where the user's tickets are.
 *
 * @param name as KRB5CCNAME has it; empty for the system's default
 */
record TicketStore(String name) {
  private static final String FILE = "FILE:";

  /** Of KRB5CCNAME, else of krb5.conf, whose word on this Java does not heed. */
  static TicketStore ofUser() {
    String name = System.getenv("KRB5CCNAME");
    if (name != null) {
      return new TicketStore(name);
    }
    try {
      return new TicketStore(
          KerberosConfiguration.ofSystem()
              .libDefault("default_ccache_name")
              .map(TicketStore::expanded)
              .orElse(""));
    } catch (IOException e) {
      // Java says what is wrong with that file when it reads it itself.
      System.getLogger(TicketStore.class.getName()).log(System.Logger.Level.DEBUG, "krb5.conf", e);
      return new TicketStore("");
    }
  }

  /** The parameters that name a user, and the temporary folder. */
  static String expanded(String name) {
    String id = id();
    return name.replace("%{uid}", id)
        .replace("%{euid}", id)
        .replace("%{USERID}", id)
        .replace("%{username}", System.getProperty("user.name", ""))
        .replace("%{TEMP}", "/tmp")
        .replace("%{null}", "");
  }

  private static String id() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // Then the name stays as it is, and no such cache is there.
      return "%{uid}";
    }
  }

  /** Its ticket, as Java alone reads it. */
  Subject subject() throws GssException {
    String file = name.startsWith(FILE) ? name.substring(FILE.length()) : name;
    if (file.indexOf(':') > 0) {
      throw new GssException(new GssReason.CacheNotReadable(name));
    }
    try {
      LoginContext login = new LoginContext("aikagi", null, null, new FromCache(file));
      login.login();
      return login.getSubject();
    } catch (LoginException e) {
      boolean there = !file.isEmpty() && Files.exists(Path.of(file));
      GssReason reason = there ? new GssReason.TicketExpired(name) : new GssReason.NoTicket(name);
      throw new GssException(reason, Bytes.EMPTY, e);
    }
  }

  /** Neither asks anybody nor looks into a file of the JDK's: a library has no terminal. */
  private static final class FromCache extends Configuration {
    private final String file;

    FromCache(String file) {
      this.file = file;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String application) {
      Map<String, String> options =
          file.isEmpty()
              ? Map.of("useTicketCache", "true", "doNotPrompt", "true")
              : Map.of("useTicketCache", "true", "doNotPrompt", "true", "ticketCache", file);
      return new AppConfigurationEntry[] {
        new AppConfigurationEntry(
            "com.sun.security.auth.module.Krb5LoginModule",
            LoginModuleControlFlag.REQUIRED,
            options)
      };
    }
  }
}
