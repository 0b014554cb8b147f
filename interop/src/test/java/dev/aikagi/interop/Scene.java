package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One case of the catalogue set up on this machine: its server, its client, what happens there. */
final class Scene implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(40);

  private static final String READY = "Server listening on";

  private final CataloguePlace place;
  private final CatalogueCase which;
  private final Map<String, String> names;
  private final Stranger stranger;
  private @Nullable Daemon server;
  private @Nullable Daemon gate;
  private @Nullable Process agent;

  private Scene(CataloguePlace place, CatalogueCase which) throws Exception {
    this.place = place;
    this.which = which;
    stranger = Stranger.start(which.listener());
    names = place.names();
    names.put("PORT", Integer.toString(SshdAccessTest.free()));
    names.put("OTHER_PORT", Integer.toString(stranger.port()));
    names.put("CONFIG", names.get("SERVER") + "/sshd_config");
    names.put("GATE_PORT", Integer.toString(SshdAccessTest.free()));
    names.put("GATE_CONFIG", names.get("SERVER") + "/gate_config");
    names.put("GATE_KEYS", names.get("OTHER_HOME") + "/.ssh/authorized_keys");
    names.put("CLIENT_CONFIG", names.get("CLIENT_HOME") + "/.ssh/config");
    names.put("KNOWN_HOSTS", names.get("CLIENT_HOME") + "/.ssh/known_hosts");
    names.put("AGENT", names.get("CLIENT_HOME") + "/.ssh/agent");
    names.put("SECRET", CataloguePlace.SECRET);
  }

  /**
   * Where somebody who is root already says sudo, and where restarting the server is the test's own
   * business.
   */
  private static final String PROGRAMS =
      """
      install -d -m 755 "$SERVER/bin"
      printf '#!/bin/sh\\nexec "$@"\\n' > "$SERVER/bin/sudo"
      printf '#!/bin/sh\\n' > "$SERVER/bin/systemctl"
      chmod 755 "$SERVER"/bin/*
      """;

  /** A healthy place, and then whatever the case makes of it; its server runs, if it starts. */
  static Scene set(CataloguePlace place, CatalogueCase which) throws Exception {
    place.reset();
    Scene scene = new Scene(place, which);
    try {
      scene.furnish();
      scene.startAgent();
      scene.script("break.sh");
      scene.script("arrange.sh");
      scene.startServer(which.serverStarts());
      return scene;
    } catch (Throwable e) {
      scene.close();
      throw e;
    }
  }

  private void furnish() throws Exception {
    String server =
        """
        Port $PORT
        ListenAddress 127.0.0.1
        HostKey $KEYS/host_ed25519
        PidFile $SERVER/sshd.pid
        LogLevel VERBOSE
        UsePAM no
        StrictModes yes
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        AuthorizedKeysFile .ssh/authorized_keys
        Subsystem sftp internal-sftp
        """;
    if (which.peer() == Whose.OURS) {
      // Every refusal here counts against the one address; OpenSSH 9.2 has no such count.
      server += "PerSourcePenalties no\n";
    }
    String client =
        """
        Host place
            HostName 127.0.0.1
            Port $PORT
            User $ACCOUNT
        """;
    String known =
        "[127.0.0.1]:$PORT " + Files.readString(place.keys().resolve("host_ed25519.pub"));
    Files.writeString(Path.of(name("CONFIG")), filled(server));
    Files.writeString(Path.of(name("CLIENT_CONFIG")), filled(client));
    Files.writeString(Path.of(name("KNOWN_HOSTS")), filled(known));
    if (which.jump().isPresent()) {
      furnishGate(client, known);
    }
    asRoot("chown \"$CLIENT:$CLIENT\" \"$CLIENT_CONFIG\" \"$KNOWN_HOSTS\"").expectSuccess();
    asRoot(PROGRAMS).expectSuccess();
  }

  /** A jump host on the way, with a host key and an account of its own. */
  private void furnishGate(String client, String known) throws Exception {
    String server =
        """
        Port $GATE_PORT
        ListenAddress 127.0.0.1
        HostKey $KEYS/host_ecdsa
        PidFile $SERVER/gate.pid
        LogLevel VERBOSE
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        AuthorizedKeysFile .ssh/authorized_keys
        """;
    if (which.jump().get() == Whose.OURS) {
      server += "PerSourcePenalties no\n";
    }
    String through =
        """
            ProxyJump gate
        Host gate
            HostName 127.0.0.1
            Port $GATE_PORT
            User $OTHER
        """;
    String knownGate =
        "[127.0.0.1]:$GATE_PORT " + Files.readString(place.keys().resolve("host_ecdsa.pub"));
    Files.writeString(Path.of(name("GATE_CONFIG")), filled(server));
    Files.writeString(Path.of(name("CLIENT_CONFIG")), filled(client + through));
    Files.writeString(Path.of(name("KNOWN_HOSTS")), filled(known + knownGate));
    asRoot("install -m 600 -o \"$OTHER\" -g \"$OTHER\" \"$KEYS/id_ed25519.pub\" \"$GATE_KEYS\"")
        .expectSuccess();
  }

  private String filled(String text) {
    String filled = text;
    for (String name : List.of("GATE_PORT", "PORT", "KEYS", "SERVER", "ACCOUNT", "OTHER")) {
      filled = filled.replace("$" + name, name(name));
    }
    return filled;
  }

  String name(String name) {
    return java.util.Objects.requireNonNull(names.get(name), name);
  }

  private void startAgent() throws Exception {
    List<String> keys = which.agentKeys();
    if (keys.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(asClient());
    words.addAll(List.of("ssh-agent", "-D", "-a", name("AGENT")));
    agent = new ProcessBuilder(words).redirectErrorStream(true).start();
    String line = agent.inputReader().readLine();
    if (line == null || !line.contains("SSH_AUTH_SOCK=")) {
      throw new AssertionError("the agent says " + line);
    }
    for (String key : keys) {
      // By root, whose the keys' folder is; the agent takes them from root and from its user.
      asRoot(answering() + "SSH_AUTH_SOCK=\"$AGENT\" ssh-add -q \"$KEYS/" + key + "\"")
          .expectSuccess();
    }
  }

  /** One of the case's scripts, as root; none is no change. */
  void script(String file) throws Exception {
    Path script = which.folder().resolve(file);
    if (Files.exists(script)) {
      asRoot(Files.readString(script)).expectSuccess();
    }
  }

  private void startServer(boolean starts) throws Exception {
    if (which.jump().isPresent()) {
      String sshd = which.jump().get().program("sshd");
      List<String> atGate = List.of(sshd, "-D", "-e", "-f", name("GATE_CONFIG"));
      gate = Daemon.start(READY, port -> atGate);
    }
    List<String> words = List.of(which.peer().program("sshd"), "-D", "-e", "-f", name("CONFIG"));
    if (starts) {
      server = Daemon.start(READY, port -> words);
      return;
    }
    Command.Outcome sshd = Command.of(words).within(LIMIT).run();
    if (sshd.status() == 0) {
      throw new AssertionError("the server ended well: " + sshd);
    }
  }

  /** Has the server read its configuration again, as after a mend. */
  void restartServer() throws Exception {
    stopServer();
    startServer(true);
  }

  private void stopServer() {
    Daemon running = server;
    Daemon atGate = gate;
    server = null;
    gate = null;
    if (running != null) {
      running.close();
    }
    if (atGate != null) {
      atGate.close();
    }
  }

  /** The log of the server; nothing where it does not run. */
  String log() {
    return server == null ? "" : server.log();
  }

  /** Whether the log says so, in a moment. */
  boolean logs(String text) throws InterruptedException {
    return server != null && server.await(text, Duration.ofSeconds(5));
  }

  /** As the person at the client, in the home folder, without a terminal. */
  Command.Outcome asClient(String script) throws Exception {
    return Command.of(asClient()).and("sh", "-c", script).within(LIMIT).run();
  }

  /** The same, and the person answers what is asked. */
  Command.Outcome asAnsweringClient(String script) throws Exception {
    return asClient(answering() + script);
  }

  private List<String> asClient() {
    List<String> words = new ArrayList<>(List.of("setsid", "-w", "setpriv"));
    words.addAll(List.of("--reuid", name("CLIENT"), "--regid", name("CLIENT"), "--init-groups"));
    words.addAll(environment(name("CLIENT"), name("CLIENT_HOME")));
    if (!which.agentKeys().isEmpty()) {
      words.add("SSH_AUTH_SOCK=" + name("AGENT"));
    }
    return words;
  }

  /** As root at the server, whose own home folder is none of a test's business. */
  Command.Outcome asRoot(String script) throws Exception {
    List<String> words = new ArrayList<>(List.of("setsid", "-w"));
    words.addAll(environment("root", "/nonexistent"));
    return Command.of(words).and("sh", "-eu", "-c", script).within(LIMIT).run();
  }

  /** The doctor, asked by the person at the client or by root. */
  Command.Outcome doctor(CatalogueCase.Mode mode, String args) throws Exception {
    String call = "\"" + Peer.ours("ssh-doctor") + "\" --json " + args;
    return mode == CatalogueCase.Mode.CLIENT ? asClient(call) : asRoot(call);
  }

  private List<String> environment(String user, String home) {
    List<String> words = new ArrayList<>(List.of("env", "-i"));
    words.addAll(List.of("-C", user.equals("root") ? "/" : home));
    names.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(List.of("HOME=" + home, "USER=" + user, "LOGNAME=" + user, "SHELL=/bin/sh"));
    words.addAll(List.of("LANG=C.UTF-8"));
    words.add(
        "PATH="
            + (user.equals("root") ? name("SERVER") + "/bin:" : "")
            + "/usr/sbin:/usr/bin:/sbin:/bin");
    return words;
  }

  /** For sh: what asks whoever sits there has the case's answer. */
  private String answering() throws IOException {
    if (which.answer().isEmpty()) {
      return "";
    }
    Path program = Path.of(name("SERVER"), "answer");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' '" + which.answer() + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return "export SSH_ASKPASS='" + program + "' SSH_ASKPASS_REQUIRE=force\n";
  }

  @Override
  public void close() throws IOException {
    stopServer();
    stranger.close();
    Process running = agent;
    if (running != null) {
      running.destroy();
      try {
        running.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
