package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.posix.User;
import dev.aikagi.tools.explain.Fix;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.AuthorizedKeys;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root is to type for somebody else's home is done by the user himself. */
class LineRemediesTest {
  private static final String KEY = KeyGenerator.ed25519().publicKey().line();
  private static final String SU = "su tarou -s /bin/sh -c 'umask 077 && ";

  @TempDir private Path folder;

  private Path home;
  private User user;
  private Path list;

  @BeforeEach
  void prepare() throws Exception {
    home = Files.createDirectory(folder.resolve("tarou"));
    user = new User("tarou", 54_321, 54_321, "", home, "/bin/sh");
    list = home.resolve(".ssh/authorized_keys");
  }

  private static KeysView view(Path list, String text) {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("UNKNOWN", 22);
    Bytes bytes = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    return new KeysView(
        list, new KeyList.Text(list, bytes), Optional.of(bytes), Peer.of(nowhere, nowhere));
  }

  private static String only(Remedy remedy) {
    assertEquals(1, remedy.commands().size(), remedy::toString);
    return remedy.commands().getFirst();
  }

  @Test
  void aFolderThatIsMissingCanBeMade() {
    Remedy remedy = LineRemedies.append(view(list, ""), user, Optional.empty(), KEY);
    assertEquals(Optional.of(new Fix.Folder(home.resolve(".ssh"), 0700)), remedy.fix());
  }

  @Test
  void aLineIsAppendedByItsUser() throws Exception {
    Files.createDirectory(list.getParent());
    Files.writeString(list, "# open");
    Remedy remedy =
        LineRemedies.append(view(list, "# open"), user, Optional.of(Path.of("/root/k.pub")), KEY);
    String shown = only(remedy);
    assertEquals(
        SU + "echo >> %s && printf '\\''%%s\\n'\\'' '\\''%s'\\'' >> %s'".formatted(list, KEY, list),
        shown);
  }

  @Test
  void aHomeThatIsMissingIsMadeByRootAndTheRestByTheUser() throws Exception {
    Files.delete(home);
    Remedy remedy = LineRemedies.append(view(list, ""), user, Optional.empty(), KEY);
    assertEquals(
        List.of("mkdir -p -m 700 " + home, "chown -h tarou: " + home),
        remedy.commands().subList(0, 2));
    assertTrue(
        remedy
            .commands()
            .getLast()
            .startsWith(SU + "mkdir -p -m 700 " + list.getParent() + " && printf "),
        remedy::toString);
  }

  @Test
  void otherFilesAreMovedByTheirUser() throws Exception {
    Files.createDirectory(list.getParent());
    Path found = home.resolve("authorized_key");
    assertEquals(
        SU + "mv -T %s %s && chmod 600 %s'".formatted(found, list, list),
        only(LineRemedies.moved(list, found, user)));
    assertEquals(
        SU + "mv -T %s %s.old'".formatted(list, list),
        only(LineRemedies.instead(list, list, user, Optional.empty())));
  }

  /** The list is the administrator's there, and what is copied to it no more than the user's. */
  @Test
  void aListOutsideOfTheHomeIsWrittenByRoot() throws Exception {
    Path central = Files.writeString(folder.resolve("central"), "");
    Path found = home.resolve("authorized_keys");
    assertEquals(
        "su tarou -s /bin/sh -c 'cat %s' >> %s".formatted(found, central),
        only(LineRemedies.append(view(central, ""), user, Optional.of(found), "")));
  }

  @Test
  void aLineIsEditedByItsUser() throws Exception {
    Files.createDirectory(list.getParent());
    Files.writeString(list, "\uFEFF" + KEY + "\n");
    KeysView view = view(list, "\uFEFF" + KEY + "\n");
    AuthorizedKeyReason reason = view.faults().getFirst();
    String shown = only(new LineRemedies(view, user).of(reason)[0]);
    assertTrue(shown.startsWith(SU + "sed -i "), shown);
  }

  @Test
  void onlyLineFeedsCount() {
    KeysView view = view(list, "a\rb\r\nc\n");
    assertEquals("a\rb", view.line(1));
    assertEquals("c", view.line(2));
    assertEquals("", view.line(4));
  }

  /** What lies beside its private half is what the user goes elsewhere with. */
  @Test
  void anOutgoingKeyIsNotMeantForTheList() throws Exception {
    Path own = Files.writeString(home.resolve("id_ed25519.pub"), KEY + "\n");
    Files.writeString(home.resolve("id_ed25519"), "secret\n");
    Path alone = Files.writeString(home.resolve("me.pub"), KEY + "\n");
    Files.writeString(home.resolve("authorized_keys.bak"), KEY + "\n");
    LookAlikes any = new LookAlikes(user, List.of(list), Optional.empty());
    assertEquals(List.of(alone), any.publicKeys());
    assertEquals(List.of(), any.named());
    LookAlikes asked =
        new LookAlikes(user, List.of(list), Optional.of(KeysView.parsed(entry(KEY)).orElseThrow()));
    assertEquals(List.of(own, alone), asked.publicKeys());
    assertEquals(List.of(home.resolve("authorized_keys.bak")), asked.named());
  }

  private static AuthorizedKeys.Line.Entry entry(String line) {
    return (AuthorizedKeys.Line.Entry)
        AuthorizedKeys.parse("", line.getBytes(StandardCharsets.UTF_8)).lines().getFirst();
  }
}
