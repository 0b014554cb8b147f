package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cases of the catalogue share: the accounts of a person at a server, of the same person
 * at a client and of somebody else, and keys. Each case has it all back in its first state.
 */
final class CataloguePlace implements AutoCloseable {
  /** Of every key with a passphrase, and every password. */
  static final String SECRET = "correct horse";

  private final Path folder;
  private final Accounts accounts;
  private final String group;
  private final String otherGroup;
  private final String account;
  private final String client;
  private final String other;

  /** Not below /tmp: nobody but root may write to any folder on the way to a ChrootDirectory. */
  private final Path jail;

  private CataloguePlace(Path folder, Accounts accounts) throws Exception {
    this.folder = folder;
    this.accounts = accounts;
    group = accounts.group("g");
    otherGroup = accounts.group("h");
    account = accounts.user("s", group);
    client = accounts.user("c", "");
    other = accounts.user("o", group);
    jail = Files.createTempDirectory(Path.of("/run"), "aikagi-doctor");
    shell("chmod 755 \"$1\"", jail.toString());
  }

  static CataloguePlace make(Path folder) throws Exception {
    for (String program : List.of("ssh", "sshd", "ssh-keygen", "ssh-agent", "setpriv", "setsid")) {
      Peer.required(program);
    }
    Accounts accounts = Accounts.make(folder.resolve("home"));
    try {
      CataloguePlace place = new CataloguePlace(folder, accounts);
      place.makeKeys();
      return place;
    } catch (Throwable e) {
      accounts.remove();
      throw e;
    }
  }

  private void makeKeys() throws Exception {
    shell("chmod 755 \"$1\" \"$1/home\"; mkdir -m 700 \"$1/keys\"", folder.toString());
    for (String type : List.of("ed25519", "rsa", "ecdsa")) {
      key(type, "id_" + type, "");
      key(type, "host_" + type, "");
    }
    for (String name : List.of("other", "other_host", "ca", "k1", "k2", "k3", "k4", "k5", "k6")) {
      key("ed25519", name, "");
    }
    key("ed25519", "locked", SECRET);
  }

  private void key(String type, String name, String passphrase) throws Exception {
    Command command =
        Command.of(Peer.required("ssh-keygen"), "-q", "-t", type, "-N", passphrase, "-C", name);
    if (type.equals("rsa")) {
      command.and("-b", "2048");
    }
    command.and("-f", keys().resolve(name).toString()).run().expectSuccess();
  }

  Path keys() {
    return folder.resolve("keys");
  }

  Path folder() {
    return folder;
  }

  String client() {
    return client;
  }

  Path clientHome() {
    return folder.resolve("home").resolve(client);
  }

  /** What the scripts of a case know. */
  Map<String, String> names() {
    Path home = folder.resolve("home");
    Map<String, String> names = new TreeMap<>();
    names.put("ACCOUNT", account);
    names.put("ACCOUNT_HOME", home.resolve(account).toString());
    names.put("AUTHORIZED_KEYS", home.resolve(account).resolve(".ssh/authorized_keys").toString());
    names.put("CLIENT", client);
    names.put("CLIENT_HOME", clientHome().toString());
    names.put("OTHER", other);
    names.put("OTHER_HOME", home.resolve(other).toString());
    names.put("GROUP", group);
    names.put("OTHER_GROUP", otherGroup);
    names.put("KEYS", keys().toString());
    names.put("JAIL", jail.toString());
    names.put("SERVER", folder.resolve("server").toString());
    names.put("SCRATCH", folder.resolve("scratch").toString());
    return names;
  }

  /** Ends what the accounts left running, and has accounts and homes as new ones are. */
  void reset() throws Exception {
    endProcesses();
    Command reset = Command.of("sh", "-eu", "-c", RESET).within(Scene.LIMIT);
    names().forEach(reset::environment);
    reset.environment("HOMES", folder.resolve("home").toString()).run().expectSuccess();
  }

  private static final String RESET =
      """
      rm -rf "$HOMES" "$SERVER" "$SCRATCH"
      find "$JAIL" -mindepth 1 -delete
      install -d -m 755 "$HOMES" "$SERVER" "$SCRATCH"
      for user in "$ACCOUNT" "$OTHER" "$CLIENT"; do
        install -d -m 755 -o "$user" -g "$user" "$HOMES/$user"
        install -d -m 700 -o "$user" -g "$user" "$HOMES/$user/.ssh"
      done
      usermod -p '*' -e '' -s /bin/sh -d "$ACCOUNT_HOME" -G "$GROUP" "$ACCOUNT"
      install -m 600 -o "$ACCOUNT" -g "$ACCOUNT" "$KEYS/id_ed25519.pub" "$AUTHORIZED_KEYS"
      install -m 600 -o "$CLIENT" -g "$CLIENT" "$KEYS/id_ed25519" "$KEYS/id_ed25519.pub" "$CLIENT_HOME/.ssh"
      """;

  /** By id: those of accounts that nobody else has. */
  void endProcesses() throws Exception {
    List<String> whose = List.of(account, client, other);
    ProcessHandle.allProcesses()
        .filter(process -> whose.contains(process.info().user().orElse("")))
        .forEach(ProcessHandle::destroyForcibly);
  }

  static void shell(String script, String argument) throws Exception {
    Command.of("sh", "-eu", "-c", script, "sh", argument).run().expectSuccess();
  }

  @Override
  public void close() throws IOException {
    try {
      endProcesses();
      accounts.remove();
      shell("rm -rf \"$1\"", jail.toString());
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
