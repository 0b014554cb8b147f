package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.ServerConfigReader;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sshd_config demands of a key besides its line in authorized_keys. */
@Tag("H5")
class KeyDemandsTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ServerLog log = ServerLog.toStream(told, ServerLog.Level.ERROR);

  @TempDir private Path folder;

  private KeyDecision decide(String line, String... options) throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), line + "\n");
    ServerConfigReader reader =
        new ServerConfigReader(
            new SystemSurroundings(log), SshdAlgorithms.NAMES, Diagnostic.NOBODY);
    reader.option("AuthorizedKeysFile=" + keys);
    reader.option("StrictModes=no");
    for (String option : options) {
      reader.option(option);
    }
    Peer peer =
        Peer.of(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1234),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 22));
    User self = User.withId(User.effectiveId()).orElseThrow();
    return new UserKeys(self, reader.withoutFile(), peer, log, new StartedHere())
        .decide(new KeyOrCertificate.Plain(KEY));
  }

  private static KeyDecision.Authorized authorized(KeyDecision decision) {
    return assertInstanceOf(KeyDecision.Authorized.class, decision);
  }

  private static String refused(KeyDecision decision) {
    return assertInstanceOf(KeyDecision.Refused.class, decision).reasons().getFirst().summary();
  }

  @Test
  void pubkeyAuthOptionsAddToWhatTheLineDemands() throws Exception {
    String line = "no-touch-required " + KEY.line();
    var alone = authorized(decide(line)).options();
    assertEquals(false, alone.touchRequired());
    assertEquals(false, alone.verifyRequired());
    var touch = authorized(decide(line, "PubkeyAuthOptions=touch-required")).options();
    assertEquals(true, touch.touchRequired());
    assertEquals(false, touch.verifyRequired());
    var verify = authorized(decide(line, "PubkeyAuthOptions=verify-required")).options();
    assertEquals(false, verify.touchRequired());
    assertEquals(true, verify.verifyRequired());
  }

  @Test
  void aRevokedKeyIsNotAuthorised() throws Exception {
    Path none = Files.writeString(folder.resolve("none"), "# nobody\n\n");
    Path revoked = Files.writeString(folder.resolve("r"), OTHER.line() + "\n" + KEY.line() + "\n");
    authorized(decide(KEY.line(), "RevokedKeys=none"));
    authorized(decide(KEY.line(), "RevokedKeys=" + none));
    String why = refused(decide(KEY.line(), "RevokedKeys=" + revoked));
    assertTrue(why.endsWith(" revoked by file " + revoked), why);
    assertTrue(told.toString(StandardCharsets.UTF_8).contains(why), why);
  }

  /** OpenSSH's PROTOCOL.krl, one section: the hashes of keys. */
  @Test
  void aRevocationListIsObeyed() throws Exception {
    Bytes hash = Fingerprint.of(KEY).digest();
    ByteBuffer list = ByteBuffer.allocate(8 + 4 + 3 * 8 + 2 * 4 + 1 + 4 + 4 + hash.length());
    list.put("SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII)).putInt(1);
    list.position(list.position() + 3 * 8 + 2 * 4);
    list.put((byte) 5).putInt(4 + hash.length()).putInt(hash.length()).put(hash.toArray());
    Path file = Files.write(folder.resolve("krl"), list.array());
    String why = refused(decide(KEY.line(), "RevokedKeys=" + file));
    assertTrue(why.endsWith(" revoked by file " + file), why);
    list.put(list.limit() - 1, (byte) ~list.get(list.limit() - 1));
    authorized(decide(KEY.line(), "RevokedKeys=" + Files.write(file, list.array())));
  }

  /** What it was to forbid is not known. */
  @Test
  void aListThatIsNotUnderstoodRevokesEveryKey() throws Exception {
    Path krl = Files.writeString(folder.resolve("krl"), "SSHKRL\n\0\0\0\0\1");
    Path torn = Files.writeString(folder.resolve("torn"), "ssh-ed25519 AAAA\n");
    for (Path list : new Path[] {krl, torn, folder.resolve("absent"), folder}) {
      String why = refused(decide(KEY.line(), "RevokedKeys=" + list));
      assertTrue(why.startsWith("Could not use " + list), why);
    }
  }
}
