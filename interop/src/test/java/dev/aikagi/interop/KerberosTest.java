package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.Reason;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.GssReason;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.kerberos.KerberosInitiator;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gssapi-with-mic with Kerberos, both sides beside OpenSSH's, with a KDC of the tests' own. */
class KerberosTest {
  private static final String HOST = "host/localhost";
  private static final String LOOSE = "GSSAPIStrictAcceptorCheck no\n";
  private static final String KLIST =
      "if [ -n \"$KRB5CCNAME\" ]; then ls -l ${KRB5CCNAME#FILE:}; klist -f; else echo none; fi";

  @TempDir static Path folder;
  private static @Nullable Accounts accounts;
  private static @Nullable Realm realm;
  private static String user = "";
  private static Path home = Path.of("/nonexistent");
  private static int uid;
  private static Path keys = Path.of("/nonexistent");
  private static Path otherKeys = Path.of("/nonexistent");
  private static Path hostKeys = Path.of("/nonexistent");
  private static final Map<String, Daemon> SERVERS = new LinkedHashMap<>();

  @BeforeAll
  static void prepare() throws Exception {
    Peer.required("klist");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(folder.resolve("kdc"));
    accounts = Accounts.make(folder);
    user = accounts.user("k", "");
    home = folder.resolve(user);
    uid = Integer.parseInt(Command.of("id", "-u", user).run().expectSuccess().strip());
    own(home, uid);
    realm = Realm.start(folder.resolve("kdc"));
    keys = realm.principal(user);
    otherKeys = realm.principal("somebody");
    hostKeys = realm.principal(HOST);
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "")
        .and("-f", folder.resolve("key").toString())
        .run()
        .expectSuccess();
    SERVERS.put("theirs", server(Peer.required("sshd"), hostKeys, LOOSE));
    SERVERS.put("ours", ours(hostKeys, LOOSE));
  }

  @AfterAll
  static void stop() throws Exception {
    SERVERS.values().forEach(Daemon::close);
    if (realm != null) {
      realm.close();
    }
    if (accounts != null) {
      accounts.remove();
    }
  }

  @BeforeEach
  void noList() throws Exception {
    Files.deleteIfExists(home.resolve(".k5login"));
  }

  private static Realm realm() {
    if (realm == null) {
      throw new IllegalStateException("no realm");
    }
    return realm;
  }

  private static void own(Path file, int id) throws Exception {
    Files.setAttribute(file, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
  }

  private static Daemon ours(Path keytab, String more) throws Exception {
    return server(Peer.ours("sshd"), keytab, "PerSourcePenalties no\n" + more);
  }

  private static Daemon known(String name) {
    return Objects.requireNonNull(SERVERS.get(name), name);
  }

  private static Daemon server(String program, Path keytab, String more) throws Exception {
    return server(List.of("env", "KRB5_KTNAME=" + keytab, program), realm().configuration(), more);
  }

  /** The words before its own options; the configuration is the one that it has of Kerberos. */
  private static Daemon server(List<String> program, Path configuration, String more)
      throws Exception {
    return Daemon.start(
        "Server listening on",
        port -> {
          Path config = folder.resolve("sshd_config." + port);
          Files.writeString(
              config,
              """
              Port %d
              ListenAddress 127.0.0.1
              PidFile none
              LogLevel DEBUG
              HostKey %s
              GSSAPIAuthentication yes
              PubkeyAuthentication no
              PasswordAuthentication no
              KbdInteractiveAuthentication no
              """
                      .formatted(port, folder.resolve("key"))
                  + (more.startsWith("UsePAM") ? "" : "UsePAM no\n")
                  + more);
          List<String> words = new ArrayList<>(program);
          words.addAll(List.of("-D", "-e", "-f", config.toString()));
          List<String> within = new ArrayList<>(realm().within(words));
          within.set(1, "KRB5_CONFIG=" + configuration);
          return within;
        });
  }

  private static String ssh(String whose) {
    return whose.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
  }

  private static String ticket(String... more) throws Exception {
    return realm().ticket(user, keys, "tickets", more);
  }

  private static Command client(String program, String cache, Daemon server, String... more) {
    List<String> words = new ArrayList<>(List.of(program, "-F", "/dev/null"));
    words.addAll(List.of("-o", "BatchMode=yes", "-o", "GSSAPIAuthentication=yes"));
    words.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "LogLevel=DEBUG"));
    words.addAll(List.of("-o", "UserKnownHostsFile=/dev/null"));
    words.addAll(List.of("-o", "GlobalKnownHostsFile=/dev/null"));
    words.addAll(List.of("-o", "PubkeyAuthentication=no", "-p", "" + server.port()));
    words.addAll(List.of(more));
    return Command.of(realm().within(words)).environment("KRB5CCNAME", cache);
  }

  private static Command.Outcome logIn(String whose, String cache, Daemon server, String... more)
      throws Exception {
    return client(ssh(whose), cache, server, more).and(user + "@localhost", KLIST).run();
  }

  private static List<String> lent() throws Exception {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("/tmp"), "krb5cc_" + uid + "_*")) {
      all.forEach(p -> names.add(p.toString()));
    }
    return names;
  }

  /** The server removes it a moment after the client has gone. */
  private static void awaitNothingLent() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!lent().isEmpty()) {
      assertTrue(System.nanoTime() < deadline, "a ticket stays");
      Thread.onSpinWait();
    }
  }

  private static void both(String cache, boolean in) throws Exception {
    for (Daemon server : SERVERS.values()) {
      Command.Outcome outcome = logIn("theirs", cache, server);
      assertEquals(in ? 0 : 255, outcome.status(), () -> server.log() + outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({"theirs, theirs", "theirs, ours", "ours, theirs", "ours, ours"})
  void aTicketLetsInAndIsLentWhereThatIsWanted(String client, String name) throws Exception {
    Daemon server = known(name);
    String cache = ticket();
    assertEquals("none", logIn(client, cache, server).expectSuccess().strip());
    String lent =
        logIn(client, cache, server, "-o", "GSSAPIDelegateCredentials=yes").expectSuccess();
    assertTrue(lent.startsWith("-rw------- 1 " + user + " "), lent);
    assertTrue(lent.contains("Default principal: " + user + "@" + Realm.NAME), lent);
    assertTrue(lent.contains("krbtgt/" + Realm.NAME + "@" + Realm.NAME), lent);
    awaitNothingLent();
    for (String line :
        List.of(
            "Authorized to %1$s, krb5 principal %1$s@%2$s (krb5_kuserok)",
            "Accepted gssapi-with-mic for %1$s from 127.0.0.1 port ")) {
      assertTrue(server.logs(line.formatted(user, Realm.NAME)), server::log);
    }
  }

  /** A module may fetch more with it, as pam_afs_session does. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void pamsModulesKnowWhereTheLentTicketIs(String whose) throws Exception {
    Path said = folder.resolve("pam-said-" + whose);
    Path script = folder.resolve("pam-say-" + whose);
    Files.writeString(
        script, "#!/bin/sh\necho \"$PAM_TYPE $PAM_USER $KRB5CCNAME\" >> " + said + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path service = folder.resolve("pam-service-" + whose);
    Files.writeString(
        service,
        """
        auth required pam_permit.so
        account required pam_permit.so
        session required pam_exec.so quiet %s
        """
            .formatted(script));
    // A file of PAM's own, which only this server sees.
    List<String> program = new ArrayList<>(List.of(Peer.required("unshare"), "-m", "sh", "-c"));
    program.add("mount --bind " + service + " /etc/pam.d/sshd && exec \"$@\"");
    program.addAll(List.of("sh", "env", "KRB5_KTNAME=" + hostKeys));
    program.add(whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd"));
    String more = "UsePAM yes\n" + (whose.equals("ours") ? "PerSourcePenalties no\n" : "") + LOOSE;
    try (Daemon server = server(program, realm().configuration(), more)) {
      String[] lends = {"-o", "GSSAPIDelegateCredentials=yes"};
      String lent = logIn("theirs", ticket(), server, lends).expectSuccess();
      assertTrue(lent.contains("Default principal: " + user), lent);
    }
    String known = "open_session " + user + " FILE:/tmp/krb5cc_" + uid + "_";
    String first = Files.readAllLines(said).getFirst();
    assertTrue(first.startsWith(known), first);
  }

  /** -K asks for it all, and a ticket that is lent is one: it logs in again from there. */
  @Test
  void whatWasLentIsATicket() throws Exception {
    Daemon server = known("ours");
    List<String> again =
        client(Peer.required("ssh"), "x", server, user + "@localhost", "echo twice").words();
    String script =
        String.join(" ", again.stream().filter(w -> !w.startsWith("KRB5_KDC")).toList())
            .replace("echo twice", "'echo twice'");
    Command.Outcome outcome =
        client(Peer.ours("ssh"), ticket(), server, "-K", user + "@localhost", script).run();
    assertEquals("twice", outcome.expectSuccess().strip());
    assertEquals("none", logIn("ours", ticket(), server, "-K", "-k").expectSuccess().strip());
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    Daemon server = known("ours");
    Path nowhere = folder.resolve("nowhere");
    refused(logIn("ours", "FILE:" + nowhere, server), "no Kerberos ticket in FILE:" + nowhere);
    String cache = ticket();
    refused(
        client(Peer.ours("ssh"), cache, server, user + "@127.0.0.1", "true").run(),
        "the KDC does not know host@127.0.0.1: ");
    Path dead = folder.resolve("dead.conf");
    Files.writeString(
        dead,
        Files.readString(realm().configuration()).replaceAll("kdc = .*", "kdc = 127.0.0.1:1"));
    // Without a ticket for the server in the cache already.
    String fresh = realm().ticket(user, keys, "fresh");
    List<String> words =
        new ArrayList<>(client(Peer.ours("ssh"), fresh, server, user + "@localhost").words());
    words.set(1, "KRB5_CONFIG=" + dead);
    refused(Command.of(words).environment("KRB5CCNAME", fresh).run(), "no KDC answers: ");
    String brief = realm().ticket(user, keys, "brief", "-l", "1s");
    awaitEnd(brief);
    refused(logIn("ours", brief, server), "the Kerberos ticket in " + brief + " has expired");
    Command.Outcome doctor =
        client(Peer.ours("ssh-doctor"), brief, server, user + "@localhost").run();
    assertTrue(doctor.text().contains("The Kerberos ticket has expired"), doctor::text);
    assertTrue(doctor.text().contains("kinit"), doctor::text);
  }

  /** A port that takes every connection and never says anything: the login goes on without it. */
  @Test
  void aKdcThatDoesNotAnswerKeepsNobodyOut() throws Exception {
    String cache = realm().ticket(user, keys, "silent");
    String more =
        LOOSE
            + "StrictModes no\nMatch all\nPubkeyAuthentication yes\nAuthorizedKeysFile %s\n"
                .formatted(folder.resolve("key.pub"));
    String known = "java.security.krb5.conf";
    String before = System.getProperty(known);
    try (Daemon server = ours(hostKeys, more);
        ServerSocket kdc = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        PrivateKey key = PrivateKeyFile.read(folder.resolve("key"), null).orThrow().key()) {
      Path silent = folder.resolve("silent.conf");
      Files.writeString(
          silent,
          Files.readString(realm().configuration())
              .replaceAll("kdc = .*", "kdc = 127.0.0.1:" + kdc.getLocalPort()));
      System.setProperty(known, silent.toString());
      ClientOptions options =
          ClientOptions.to(
                  "127.0.0.1",
                  server.port(),
                  user,
                  (shown, _) -> {
                    assertEquals(key.publicKey(), shown);
                    return new HostKeyVerdict.Accepted(() -> "of the test");
                  })
              .withMethods(
                  new ClientMethod.GssapiWithMic(
                      new KerberosInitiator("localhost", false, Duration.ofSeconds(1))),
                  new ClientMethod.PublicKey(List.of(Identity.of("mine", key))));
      Subject own = ticketOf(cache);
      try (Client client = Subject.callAs(own, () -> Client.connect(options))) {
        assertEquals(List.of("publickey"), client.authenticated().completedMethods());
        List<Reason> why =
            client.authenticated().steps().stream()
                .filter(ClientAuthStep.GssapiNotUsed.class::isInstance)
                .map(step -> ((ClientAuthStep.GssapiNotUsed) step).reason())
                .toList();
        assertEquals(List.of(new GssReason.KdcUnreachable("nothing came within 1 seconds")), why);
      }
    } finally {
      if (before == null) {
        System.clearProperty(known);
      } else {
        System.setProperty(known, before);
      }
    }
  }

  /** As a program has it that logs in to Kerberos itself. */
  private static Subject ticketOf(String cache) throws Exception {
    Map<String, String> options =
        Map.of(
            "useTicketCache",
            "true",
            "doNotPrompt",
            "true",
            "ticketCache",
            cache.substring("FILE:".length()));
    Configuration configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
              new AppConfigurationEntry(
                  "com.sun.security.auth.module.Krb5LoginModule",
                  AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                  options)
            };
          }
        };
    LoginContext login = new LoginContext("test", null, null, configuration);
    login.login();
    return login.getSubject();
  }

  /** What is no file, and what is a file of another kind. */
  @Test
  void aKeytabThatCannotBeReadIsNamed() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.keytab"), "nothing of the kind");
    Path directory = Files.createDirectories(folder.resolve("folder.keytab"));
    String cache = ticket();
    for (Path keytab : List.of(directory, garbage)) {
      try (Daemon server = ours(keytab, LOOSE)) {
        assertEquals(255, logIn("theirs", cache, server).status());
        String fault = keytab.equals(directory) ? "it is a folder" : "it is no keytab";
        String line = "keytab " + keytab + " cannot be used: " + fault;
        assertTrue(server.await(line, Duration.ofSeconds(20)), server::log);
        Command.Outcome doctor =
            client(Peer.ours("ssh-doctor"), cache, server, user + "@localhost").run();
        assertTrue(doctor.text().contains("gssapi"), doctor::text);
      }
    }
  }

  /** As MIT's kadmin makes and changes it. */
  @Test
  void theDoctorLooksIntoTheKeytab() throws Exception {
    Path keytab = folder.resolve("kdc").resolve("doctor.keytab");
    String hostname = Command.of("hostname").run().expectSuccess().strip();
    String own = "host/" + hostname;
    // Each ktadd makes new keys, so that those of the other tests are left alone.
    String other = "doctor";
    looked(keytab, "keytab.missing");
    for (String principal : List.of(other, own)) {
      realm().principal(principal);
      kadmin("ktadd -k " + keytab + " " + principal);
    }
    kadmin("ktadd -k " + keytab + " " + other);
    String[] both = {"walk.keytab", own + "@" + Realm.NAME, other + "@" + Realm.NAME};
    looked(keytab, both);
    // Its entries are holes then, with the bytes that were there or without.
    kadmin("ktremove -k " + keytab + " " + own);
    looked(keytab, "keytab.not-this-host", own, other + "@" + Realm.NAME);
    kadmin("ktremove -k " + keytab + " " + other + " all");
    looked(keytab, "keytab.empty", "kadmin -q 'ktadd -k " + keytab + " " + own);
    kadmin("ktadd -k " + keytab + " " + own);
    looked(keytab, both[1]);
    Files.setPosixFilePermissions(keytab, PosixFilePermissions.fromString("rw-r-----"));
    looked(keytab, "keytab.too-open", "chmod 600 " + keytab);
  }

  private static void kadmin(String query) throws Exception {
    List<String> words = List.of(Peer.required("kadmin.local"), "-q", query);
    Command.of(realm().within(words)).run().expectSuccess();
  }

  /** What a report has, and nothing else of what can be wrong with a keytab. */
  private static void looked(Path keytab, String... expected) throws Exception {
    Path config = folder.resolve("doctor_config");
    Files.writeString(config, "GSSAPIAuthentication yes\n");
    List<String> words = new ArrayList<>(List.of("env", "KRB5_KTNAME=FILE:" + keytab));
    words.addAll(List.of(Peer.ours("ssh-doctor"), "--server", "--json", "--user", user));
    words.addAll(List.of("-f", config.toString()));
    String report = Command.of(realm().within(words)).run().text();
    for (String word : expected) {
      assertTrue(report.contains(word), () -> word + ": " + report);
    }
    boolean wrong = expected[0].startsWith("keytab.");
    assertEquals(wrong, report.contains("\"keytab."), report);
  }

  private static void awaitEnd(String cache) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (Command.of(Peer.required("klist"), "-s", "-c", cache).run().status() == 0) {
      assertTrue(System.nanoTime() < deadline, "the ticket stays");
    }
  }

  private static void refused(Command.Outcome outcome, String why) {
    assertEquals(255, outcome.status(), outcome::toString);
    assertTrue(
        outcome.errors().contains("gssapi-with-mic was not tried: " + why), outcome::toString);
  }

  @Test
  void whoeverIsProvenIsHimselfAloneUnlessHisListSaysMore() throws Exception {
    String own = ticket();
    String other = realm().ticket("somebody", otherKeys, "other");
    both(own, true);
    both(other, false);
    assertTrue(
        known("ours")
            .logs("somebody@%s is not %s by any rule of krb5.conf".formatted(Realm.NAME, user)));
    Path list = Files.writeString(home.resolve(".k5login"), "somebody@" + Realm.NAME + "\n");
    own(list, uid);
    both(other, true);
    both(own, false);
    assertTrue(known("ours").logs(user + "@" + Realm.NAME + " is not in " + list));
    own(list, 0);
    both(other, true);
    own(list, uid + 1);
    both(other, false);
    assertTrue(known("ours").logs(list + " does not count: it belongs to user"));
  }

  /** What is refused leaves nothing behind (CVE-2026-106553). */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void nothingIsLentByWhoDoesNotGetIn(String client) throws Exception {
    String other = realm().ticket("somebody", otherKeys, "other");
    Command.Outcome outcome =
        logIn(client, other, known("ours"), "-o", "GSSAPIDelegateCredentials=yes");
    assertEquals(255, outcome.status());
    assertEquals(List.of(), lent());
  }

  @Test
  void aServerMayKeepWhatIsLentOrNotTakeIt() throws Exception {
    String[] lends = {"-o", "GSSAPIDelegateCredentials=yes"};
    try (Daemon keeps = ours(hostKeys, LOOSE + "GSSAPICleanupCredentials no\n")) {
      logIn("ours", ticket(), keeps, lends).expectSuccess();
      assertTrue(keeps.await("Disconnected from user", Duration.ofSeconds(20)), keeps::log);
    }
    // The server has ended, and every connection with it.
    assertEquals(1, lent().size());
    Files.delete(Path.of(lent().getFirst()));
    try (Daemon takesNone = ours(hostKeys, LOOSE + "GSSAPIDelegateCredentials no\n")) {
      assertEquals("none", logIn("ours", ticket(), takesNone, lends).expectSuccess().strip());
    }
  }

  @Test
  void theTicketIsForThisHost() throws Exception {
    String cache = ticket();
    Path wrong = realm().principal("host/other");
    Map<Path, String> keytabs =
        Map.of(
            wrong,
            "the ticket is for no key of keytab " + wrong,
            folder.resolve("missing"),
            "cannot be used: there is no such file");
    for (Map.Entry<Path, String> keytab : keytabs.entrySet()) {
      try (Daemon server = ours(keytab.getKey(), LOOSE)) {
        assertEquals(255, logIn("theirs", cache, server).status());
        assertTrue(server.logs(keytab.getValue()), server::log);
      }
    }
    try (Daemon strict = ours(hostKeys, "");
        Daemon theirs = server(Peer.required("sshd"), hostKeys, "")) {
      assertEquals(255, logIn("theirs", cache, theirs).status());
      assertEquals(255, logIn("theirs", cache, strict).status());
      assertTrue(strict.logs("the ticket is for " + HOST + "@" + Realm.NAME), strict::log);
    }
  }

  @Test
  void itMayBeOneMethodOfTwoAndAMatchBlocksOwn() throws Exception {
    try (Daemon server =
        ours(
            hostKeys,
            LOOSE
                + "Match User "
                + user
                + "\nAuthenticationMethods gssapi-with-mic,password\nPasswordAuthentication yes\n"
                + "Match User root\nGSSAPIAuthentication no\n")) {
      Command.Outcome outcome = logIn("theirs", ticket(), server);
      assertEquals(255, outcome.status());
      assertTrue(
          outcome.errors().contains("Authenticated using \"gssapi-with-mic\" with partial success"),
          outcome::toString);
      Command.Outcome root =
          client(Peer.required("ssh"), ticket(), server, "root@localhost", "true").run();
      assertFalse(root.errors().contains("can continue: gssapi-with-mic"), root::toString);
    }
  }

  /** A program that finds none of the system's libraries of Kerberos, in folders of its own. */
  private static Path withoutLibraries() throws Exception {
    Path script = folder.resolve("without");
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$1" = inside ] || exec unshare -m "$0" inside "$@"
        shift
        for file in $(ldconfig -p | sed -n 's/.*=> \\(.*\\)$/\\1/p' |
            grep -e 'libkrb5[.]so[.]3' -e 'libgssapi_krb5[.]so[.]2'); do
          mount --bind /dev/null "$file" || exit 99
        done
        exec "$@"
        """);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Peer.required("unshare");
    assumeTrue(Command.of(script.toString(), "true").run().status() == 0, "no mounts here");
    assertNotEquals(0, Command.of(script.toString(), Peer.required("klist"), "-V").run().status());
    return script;
  }

  private static List<String> ofClient(String cache, Daemon server, String... more)
      throws Exception {
    List<String> words = new ArrayList<>(client(ssh("ours"), cache, server, more).words());
    words.add(words.indexOf(ssh("ours")), withoutLibraries().toString());
    return words;
  }

  private static Command.Outcome doctorByJava(String cache, Daemon server, String to)
      throws Exception {
    List<String> words =
        new ArrayList<>(client(Peer.ours("ssh-doctor"), cache, server, to).words());
    words.add(words.indexOf(Peer.ours("ssh-doctor")), withoutLibraries().toString());
    return Command.of(words).environment("KRB5CCNAME", cache).run();
  }

  private static Command.Outcome byJava(String cache, Daemon server, String... more)
      throws Exception {
    return Command.of(ofClient(cache, server, more)).environment("KRB5CCNAME", cache).run();
  }

  @Test
  void javaAloneSpeaksKerberosAtEitherEnd() throws Exception {
    String cache = ticket();
    String to = user + "@localhost";
    String show = "test -f \"${KRB5CCNAME#FILE:}\" && echo lent || echo none";
    try (Daemon server =
        server(
            List.of(
                "env", "KRB5_KTNAME=" + hostKeys, withoutLibraries().toString(), Peer.ours("sshd")),
            realm().configuration(),
            "PerSourcePenalties no\n" + LOOSE)) {
      for (Daemon each : List.of(known("theirs"), known("ours"), server)) {
        assertEquals("none", byJava(cache, each, to, show).expectSuccess().strip());
        assertEquals("lent", byJava(cache, each, "-K", to, show).expectSuccess().strip());
      }
      for (String client : List.of("theirs", "ours")) {
        Command command = client(ssh(client), cache, server, "-K", to, show);
        assertEquals("lent", command.run().expectSuccess().strip());
      }
      awaitNothingLent();
      String other = realm().ticket("somebody", otherKeys, "other");
      assertEquals(255, byJava(other, server, to, "true").status());
      Path list = Files.writeString(home.resolve(".k5login"), "somebody@" + Realm.NAME + "\n");
      own(list, uid);
      byJava(other, server, to, "true").expectSuccess();
      assertEquals(255, byJava(cache, server, to, "true").status());
    }
  }

  @Test
  void whatJavaAloneCannotReadIsSaid() throws Exception {
    Daemon server = known("ours");
    String to = user + "@localhost";
    for (String cache : List.of("KEYRING:session:x", "KCM:", "DIR:/nonexistent")) {
      refused(
          byJava(cache, server, to, "true"),
          "only tickets in files can be read without the system's Kerberos library, and these are"
              + " in "
              + cache);
      String doctor = doctorByJava(cache, server, to).text();
      assertTrue(doctor.contains(cache), doctor);
      assertTrue(doctor.contains("KRB5CCNAME=FILE:/tmp/krb5cc_$(id -u)"), doctor);
    }
    Path configured = folder.resolve("named.conf");
    for (String name : List.of("KCM:", ticket())) {
      Files.writeString(
          configured,
          Files.readString(realm().configuration())
              .replace("[libdefaults]", "[libdefaults]\n default_ccache_name = " + name));
      List<String> words = ofClient("x", server, to, "echo in");
      words.set(1, "KRB5_CONFIG=" + configured);
      words.add(1, "--unset=KRB5CCNAME");
      Command.Outcome outcome = Command.of(words).run();
      if (name.equals("KCM:")) {
        refused(outcome, "only tickets in files can be read");
      } else {
        assertEquals("in\n", outcome.expectSuccess());
      }
    }
  }

  /** Whichever side has the other time, the client says so, and so does ssh-doctor. */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void aClockThatDiffersIsNamed(String whose) throws Exception {
    String faketime = Peer.required("faketime");
    String to = user + "@localhost";
    String says = "the clocks differ by too much: ";
    String cache = ticket();
    for (String ahead : List.of("+20m", "-20m")) {
      List<String> program = new ArrayList<>(List.of(faketime, "-f", ahead));
      program.addAll(List.of("env", "KRB5_KTNAME=" + hostKeys));
      program.add(whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd"));
      String more = whose.equals("ours") ? "PerSourcePenalties no\n" + LOOSE : LOOSE;
      Daemon server = server(program, realm().configuration(), more);
      try (server) {
        Command.Outcome theirs = client(ssh("theirs"), cache, server, to, "true").run();
        boolean said =
            theirs.errors().contains("Clock skew too great")
                || theirs.errors().contains("Ticket not yet valid");
        assertTrue(said, theirs::toString);
        for (Command.Outcome ours :
            List.of(
                client(ssh("ours"), cache, server, to, "true").run(),
                byJava(cache, server, to, "true"))) {
          assertTrue(ours.errors().contains("came to no end: " + says), ours::toString);
        }
        Command.Outcome doctor = client(Peer.ours("ssh-doctor"), cache, server, to).run();
        assertTrue(doctor.text().contains("1. The clocks differ by too much"), doctor::toString);
        if (whose.equals("ours")) {
          assertTrue(server.logs(says + "Clock skew too great (37)"), server::log);
        }
      } finally {
        forgetTime(server);
      }
    }
    Command late = client(ssh("ours"), ticket(), known(whose), to, "true");
    List<String> words = new ArrayList<>(late.words());
    words.addAll(words.indexOf(ssh("ours")), List.of(faketime, "-f", "+20m"));
    Command.Outcome outcome = Command.of(words).environment("KRB5CCNAME", ticket()).run();
    refused(outcome, says);
  }

  /** What faketime shares with the program under it, and leaves behind when it is ended. */
  private static void forgetTime(Daemon faketime) throws Exception {
    for (String name : List.of("faketime_shm_", "sem.faketime_sem_")) {
      Files.deleteIfExists(Path.of("/dev/shm", name + faketime.pid()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "ours"})
  void aKeytabOfAnotherNameIsTheServersFault(String whose) throws Exception {
    Path other = realm().principal("host/another");
    String more = whose.equals("ours") ? "PerSourcePenalties no\n" + LOOSE : LOOSE;
    String program = whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    try (Daemon server = server(program, other, more)) {
      String to = user + "@localhost";
      String cache = ticket();
      for (Command.Outcome outcome :
          List.of(
              client(ssh("ours"), cache, server, to, "true").run(),
              byJava(cache, server, to, "true"))) {
        assertEquals(255, outcome.status());
        assertTrue(
            outcome.errors().contains("the server has no key for a ticket of host@localhost"),
            outcome::toString);
      }
    }
  }

  @Test
  void krb5ConfNamesTheKeytabAndWhoIsWho() throws Exception {
    Path configuration = folder.resolve("rules.conf");
    Files.writeString(
        configuration,
        Files.readString(realm().configuration())
            .replace("[libdefaults]", "[libdefaults]\n default_keytab_name = FILE:" + hostKeys)
            .replace(
                " kdc = ",
                " auth_to_local = RULE:[1:$1](^somebody$)s/.*/%s/\n kdc = ".formatted(user)));
    String other = realm().ticket("somebody", otherKeys, "other");
    for (String whose : List.of("theirs", "ours")) {
      String program = whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
      String more = whose.equals("ours") ? "PerSourcePenalties no\n" + LOOSE : LOOSE;
      List<String> words = List.of("env", "--unset=KRB5_KTNAME", program);
      try (Daemon server = server(words, configuration, more)) {
        logIn("theirs", other, server).expectSuccess();
        // By the rule alone: his own name is none of its cases.
        assertEquals(255, logIn("theirs", ticket(), server).status());
      }
    }
  }
}
