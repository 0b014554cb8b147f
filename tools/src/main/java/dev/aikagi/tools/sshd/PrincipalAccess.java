package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.auth.GssException;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.kerberos.KerberosContext;
import dev.aikagi.posix.Kerberos;
import dev.aikagi.posix.OwnThread;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.kerberos.KerberosPrincipal;

/**
 * Whether a principal of Kerberos may log in as a user: as krb5_kuserok of the system's library
 * says. Without that, by the user's .k5login; and where he has none, the principal has to be of his
 * name in this host's own realm.
 */
record PrincipalAccess(UserKeys keys, Rules rules, OwnNames ownNames) {
  private static final String K5LOGIN = ".k5login";
  private static final int MAX_FILE = 1 << 20;

  /** Of krb5.conf, and of the list where there is one. */
  interface Rules {
    boolean mayBe(String principal, String user, Optional<Boolean> listed) throws IOException;
  }

  /** What this host is called, its own name first. */
  interface OwnNames {
    List<String> get() throws IOException;
  }

  PrincipalAccess(UserKeys keys) {
    this(keys, PrincipalAccess::ofSystem, PrincipalAccess::ofHost);
  }

  KeyDecision decide(KerberosContext context) {
    String user = keys.user().name();
    try {
      String principal = context.peerName();
      Optional<Reason> no = refusal(context.serverName(), principal);
      if (no.isPresent()) {
        return new KeyDecision.Refused(List.of(no.get()));
      }
      keys.log()
          .info(
              "Authorized to "
                  + user
                  + ", krb5 principal "
                  + Printable.of(principal, ServerLog.MAX_NAME)
                  + " (krb5_kuserok)");
      return new KeyDecision.Authorized(
          AuthorizedKeyOptions.NONE, new PrincipalAccessReason.Authorized(principal, user));
    } catch (GssException e) {
      return new KeyDecision.Refused(List.of(e.reason()));
    } catch (IOException | RuntimeException e) {
      // Whatever could not be asked has not said yes.
      keys.log().error("krb5_kuserok: " + ServerLog.why(e));
      return new KeyDecision.Refused(
          List.of(new LoginRefusal.Fault("krb5_kuserok", ServerLog.why(e))));
    }
  }

  Optional<Reason> refusal(String server, String principal) throws IOException {
    if (keys.config().value(ServerKeywords.GSSAPI_STRICT_ACCEPTOR_CHECK)) {
      List<String> names = OwnThread.call("own name", ownNames::get);
      if (!isOwn(server, names)) {
        return Optional.of(new PrincipalAccessReason.OtherServer(server, names.getFirst()));
      }
    }
    return OwnThread.call("krb5_kuserok", () -> mapping(principal));
  }

  static List<String> ofHost() throws IOException {
    return namesOf(ThisProcess.hostname());
  }

  static List<String> namesOf(String name) {
    // The name with its domain is what most principals have. It comes from whoever answers for the
    // address, so another name than this host's own does not count.
    String full;
    try {
      full = InetAddress.getByName(name).getCanonicalHostName();
    } catch (UnknownHostException e) {
      // Its own name is enough, as it is for MIT's library: a host need not be in its own DNS.
      return List.of(name);
    }
    boolean same = full.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ".");
    return same ? List.of(name, full) : List.of(name);
  }

  /** Whether the ticket was for this host: {@code host/NAME@REALM}. */
  static boolean isOwn(String server, List<String> names) {
    String name = server.toLowerCase(Locale.ROOT);
    return names.stream()
        .anyMatch(n -> name.startsWith("host/" + n.toLowerCase(Locale.ROOT) + "@"));
  }

  private Optional<Reason> mapping(String principal) throws IOException {
    User user = keys.user();
    Path file = user.home().resolve(K5LOGIN);
    Optional<List<String>> lines;
    try {
      lines = user.callAs("read " + file, () -> lines(file));
    } catch (IOException e) {
      return Optional.of(new PrincipalAccessReason.Unusable(file, ServerLog.why(e)));
    }
    Optional<Boolean> listed = lines.map(l -> l.contains(principal));
    if (rules.mayBe(principal, user.name(), listed)) {
      return Optional.empty();
    }
    return Optional.of(
        listed.isPresent() && !listed.get()
            ? new PrincipalAccessReason.NotListed(file, principal)
            : new PrincipalAccessReason.NotMapped(principal, user.name()));
  }

  /** Empty where there is none. Whatever is no file of the user's own or root's is not read. */
  private Optional<List<String>> lines(Path file) throws IOException {
    try (UserFile in = UserFile.open(file)) {
      if (!in.isRegular()) {
        throw new IOException("it is no regular file");
      }
      int owner = in.owner();
      if (owner != keys.user().uid() && owner != 0) {
        throw new IOException("it belongs to user " + owner);
      }
      byte[] text = in.read(MAX_FILE).orElseThrow(() -> new IOException("it is larger than 1 MiB"));
      return Optional.of(
          new String(text, StandardCharsets.UTF_8).lines().map(String::strip).toList());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean ofSystem(String principal, String user, Optional<Boolean> listed)
      throws IOException {
    return Kerberos.available()
        ? Kerberos.mayBe(principal, user)
        : listed.orElseGet(() -> isOfThatName(principal, user));
  }

  private static boolean isOfThatName(String principal, String user) {
    try {
      return new KerberosPrincipal(user).getName().equals(principal);
    } catch (IllegalArgumentException e) {
      // Without a realm of its own, nobody is of this host's realm.
      return false;
    }
  }
}
