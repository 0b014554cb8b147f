package dev.aikagi.kerberos;

import dev.aikagi.Bytes;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.GssReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  static TicketStore ofUser() {
    return new TicketStore(Optional.ofNullable(System.getenv("KRB5CCNAME")).orElse(""));
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
