package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Remedy;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody has root hand over a file by a link in his own home. */
class OwnPlaceTest {
  @TempDir private Path folder;
  private Path home;
  private Path outside;
  private User user;

  @BeforeEach
  void prepare() throws Exception {
    home = Files.createDirectories(folder.resolve("home"));
    outside = Files.writeString(folder.resolve("shadow"), "root:secret\n");
    user = new User("hoge", 4711, 4711, "", home, "/bin/sh");
  }

  @Test
  void aLinkLeadsOut() throws Exception {
    Path ssh = home.resolve(".ssh");
    Path keys = ssh.resolve("authorized_keys");
    assertFalse(OwnPlace.leadsOut(keys, user));
    Files.createDirectory(ssh);
    Files.createSymbolicLink(keys, outside);
    assertTrue(OwnPlace.leadsOut(keys, user));
    assertEquals(List.of(), ModeRemedies.readable(keys, user).commands());
    InetSocketAddress end = InetSocketAddress.createUnresolved("UNKNOWN", 22);
    KeysView view =
        new KeysView(
            keys,
            new KeyList.Unusable(new KeysFileReason.Missing(keys)),
            Optional.of(Bytes.EMPTY),
            Peer.of(end, end));
    Remedy append = LineRemedies.append(view, user, Optional.empty(), "key");
    assertEquals(List.of(), append.commands());
    assertEquals(List.of(), LineRemedies.moved(keys, home.resolve("x"), user).commands());
    Files.delete(keys);
    assertFalse(OwnPlace.leadsOut(keys, user));
    assertFalse(LineRemedies.append(view, user, Optional.empty(), "key").commands().isEmpty());
    Files.createSymbolicLink(keys, folder.resolve("nothing"));
    assertTrue(OwnPlace.leadsOut(keys, user));
    Files.delete(keys);
    Files.createSymbolicLink(keys, Files.writeString(home.resolve("mine"), ""));
    assertFalse(OwnPlace.leadsOut(keys, user));
  }

  @Test
  void aFolderLeadsOutToo() throws Exception {
    Files.createSymbolicLink(home.resolve(".ssh"), folder);
    assertTrue(OwnPlace.leadsOut(home.resolve(".ssh/authorized_keys"), user));
    assertFalse(OwnPlace.leadsOut(folder.resolve("keys"), user));
  }
}
