package dev.aikagi.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * An /etc of a test's own, which only the processes that are started within it see: that of two
 * hosts at once, since a client of host-based authentication and its server are one machine here.
 */
final class EtcOfOwn {
  static final String TYPE = "ed25519";

  /** The name of ::1. */
  static final String SIX = "six.example";

  private final Path folder;
  private final String user;
  private final int id;

  private EtcOfOwn(Path folder, String user, int id) {
    this.folder = folder;
    this.user = user;
    this.id = id;
  }

  /** With an account of this name, whose home is in the folder, and a host key. */
  static EtcOfOwn make(Path folder, String user, int id) throws Exception {
    String unshare = Peer.required("unshare");
    Peer.required("setpriv");
    Assumptions.assumeTrue(
        Accounts.isRoot()
            && Command.of(unshare, "-m", "mount", "--bind", "/etc", "/etc").run().status() == 0,
        "an /etc of its own, which only root may make");
    EtcOfOwn made = new EtcOfOwn(folder, user, id);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Command.of("cp", "-a", "/etc", made.etc().toString()).run().expectSuccess();
    Files.createDirectories(made.home());
    made.append("passwd", "%s:x:%d:%d::%s:/bin/sh\n".formatted(user, id, id, made.home()));
    made.append("group", "%s:x:%d:\n".formatted(user, id));
    made.append("shadow", user + ":*:19000:0:99999:7:::\n");
    made.append("hosts", "\n::1 " + SIX + "\n");
    made.append(
        "netgroup",
        "hosts (localhost,,)\nusers (nobody,%s,)\nothers (%s,other,)\n".formatted(user, SIX));
    Path names = made.etc().resolve("nsswitch.conf");
    Command.of("sed", "-i", "/^netgroup:/d", names.toString()).run().expectSuccess();
    made.append("nsswitch.conf", "netgroup: files\n");
    String ssh = made.etc().resolve("ssh").toString();
    Command.of("sh", "-c", "rm -rf " + ssh + "; mkdir " + ssh).run().expectSuccess();
    for (Path name : List.of(made.key(), folder.resolve("ca"))) {
      Command.of(Peer.required("ssh-keygen"), "-q", "-t", TYPE, "-N", "", "-f", name.toString())
          .run()
          .expectSuccess();
    }
    return made;
  }

  /** The host is trusted and known, and its users may use its key. */
  void trust() throws Exception {
    for (String file : List.of(".shosts", ".rhosts", ".ssh/known_hosts")) {
      Files.deleteIfExists(home().resolve(file));
    }
    Files.deleteIfExists(etc().resolve("hosts.equiv"));
    Files.deleteIfExists(certificate());
    own(home(), "rwxr-xr-x", id);
    write("ssh_config", "EnableSSHKeysign yes\n");
    write("shosts.equiv", "localhost\n");
    write("ssh_known_hosts", "localhost " + half(key()));
  }

  Path folder() {
    return folder;
  }

  Path etc() {
    return folder.resolve("etc");
  }

  Path home() {
    return folder.resolve("home");
  }

  Path key() {
    return etc().resolve("ssh/ssh_host_" + TYPE + "_key");
  }

  Path certificate() {
    return etc().resolve("ssh/ssh_host_" + TYPE + "_key-cert.pub");
  }

  void append(String file, String text) throws IOException {
    Files.writeString(
        etc().resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void write(String file, String text) throws IOException {
    Files.writeString(etc().resolve("ssh").resolve(file), text);
  }

  void own(Path file, String mode, int uid) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
  }

  String half(Path key) throws IOException {
    return Files.readString(Keys.publicPart(key));
  }

  /** A command line that sees it. */
  List<String> within(List<String> command) {
    List<String> words = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    words.add("mount --bind " + etc() + " /etc && exec \"$@\"");
    words.add("sh");
    words.addAll(command);
    return words;
  }

  /** By hostbased alone, to an sshd that listens on both loopback addresses. */
  Command.Outcome logIn(String ssh, int port, String host, int uid, String... more)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", ssh));
    words.addAll(List.of("-F", "/dev/null", "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "HostbasedAuthentication=yes", "-o", "StrictHostKeyChecking=no"));
    words.addAll(List.of("-o", "UserKnownHostsFile=/dev/null"));
    words.addAll(List.of("-o", "GlobalKnownHostsFile=/dev/null"));
    words.addAll(List.of(more));
    words.addAll(List.of("-p", "" + port, user + "@" + host, "id -un"));
    return Command.of(within(words)).run();
  }

  void remove() throws Exception {
    // JUnit would name each link in it that leads out.
    Command.of("rm", "-rf", etc().toString()).run().expectSuccess();
  }
}
