package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.config.ServerConfig;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.TrustedHosts.Question;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRemediesTest {
  private static final String SYSTEM = "/etc/shosts.equiv";

  @TempDir Path folder;

  private List<String> commands(Path home, String file) throws Exception {
    String config = Files.writeString(folder.resolve("config"), "IgnoreRhosts no\n").toString();
    WalkRequest request = WalkRequest.of(List.of("-f", config, "--user", "anna"));
    ServerLog silent = ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.QUIET);
    ServerConfig read = new ConfigSource(request.options()).read(silent, d -> {});
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("UNKNOWN", 22);
    User anna = new User("anna", User.effectiveId(), 4711, "", home, "/bin/sh");
    Walk walk =
        new Walk(request, read, new ConfigLines(read, config), anna, Peer.of(nowhere, nowhere));
    Question question = new Question("far.example", "192.0.2.1", "bert", "anna");
    Remedy remedy =
        new HostRemedies(walk, question)
            .of(new TrustedHostReason.NotListed(file, "far.example", "bert"), Optional.empty());
    return remedy.commands();
  }

  /** In the system's list, the line would let him in as everybody. */
  @Test
  void anotherUserGoesIntoTheUsersOwnList() throws Exception {
    String own = folder.resolve(".shosts").toString();
    String added = "printf '%s\\n' 'far.example bert' >> ";
    assertEquals(List.of(added + own), commands(folder, SYSTEM));
    assertEquals(List.of(added + own), commands(folder, own));
    // So have accounts of services it.
    assertEquals(List.of(added + "/.shosts"), commands(Path.of("/"), SYSTEM));
    assertEquals(List.of(added + "/.shosts"), commands(Path.of("/"), "/.shosts"));
  }
}
