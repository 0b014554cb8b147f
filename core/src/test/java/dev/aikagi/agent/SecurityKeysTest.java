package dev.aikagi.agent;

import static dev.aikagi.agent.AgentTalk.FAILURE;
import static dev.aikagi.agent.AgentTalk.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys inside authenticators. */
class SecurityKeysTest {
  private static final SignatureAlgorithm SK = SignatureAlgorithm.SK_SSH_ED25519;
  private static final byte[] DATA = {1, 2, 3};

  @TempDir Path folder;
  private String library = "";

  private final List<AgentRefusal> refusals = new ArrayList<>();
  private final KeyringOptions plain =
      KeyringOptions.defaults()
          .withObserver(
              event -> {
                if (event instanceof AgentEvent.Refused(AgentRefusal reason)) {
                  refusals.add(reason);
                }
              });
  private final SoftAuthenticator device = new SoftAuthenticator(1);
  private KeyringOptions options = plain;

  @BeforeEach
  void library() throws Exception {
    Path real = folder.toRealPath();
    Path file = Files.createDirectory(real.resolve("lib")).resolve("fido.so");
    library = Files.createFile(file).toString();
    options = plain.withSecurityKeys(device).withAllowedProviders(real + "/lib/*");
  }

  private static WireWriter adding(TransferredKey key, String provider) {
    return AgentTalk.adding(key)
        .writeByte(255)
        .writeUtf8("sk-provider@openssh.com")
        .writeUtf8(provider);
  }

  private void refused(Class<? extends AgentRefusal> kind) {
    assertEquals(kind, refusals.getLast().getClass());
  }

  @Test
  void theAuthenticatorSigns() throws Exception {
    AgentTalk talk = new AgentTalk(new Keyring(options));
    TransferredKey key = device.key("ssh:", 1);
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(key)));
    assertEquals(List.of(key.blob()), talk.list());
    Bytes signature = talk.sign(key.blob(), DATA, 0).orElseThrow();
    PublicKey publicKey = PublicKey.parse(key.blob());
    assertTrue(publicKey.verify(SK, DATA, signature));
    assertEquals(SUCCESS, talk.status(adding(key, "internal")));
    assertEquals("internal", device.asked().getFirst().provider());
    assertEquals(Optional.empty(), device.asked().getFirst().detail());
  }

  @Test
  void theLibraryIsTheOneThatWasNamed() throws Exception {
    AgentTalk talk = new AgentTalk(new Keyring(options));
    for (String[] names : new String[][] {{library, library}, {"INTERNAL", "internal"}}) {
      TransferredKey key = device.key("ssh:", 1);
      assertEquals(SUCCESS, talk.status(adding(key, names[0])));
      assertTrue(talk.sign(key.blob(), DATA, 0).isPresent());
      assertEquals(names[1], device.asked().getLast().provider());
      // What the authenticator was shown is gone again.
      assertThrows(IllegalStateException.class, device.asked().getLast().key().keyHandle()::expose);
    }
  }

  /** Somebody may take minutes to touch it, and must not keep others from wiping keys so long. */
  @Test
  @Tag("G2")
  void aKeyThatIsRemovedWhileItsAuthenticatorWaitsSignsNothing() throws Exception {
    Keyring keyring = new Keyring(options);
    AgentTalk talk = new AgentTalk(keyring);
    AgentTalk other = new AgentTalk(keyring);
    List<Runnable> ends =
        List.of(
            keyring::removeAll,
            () -> assertEquals(SUCCESS, other.status(adding(device.key("ssh:", 1), "internal"))),
            () -> assertEquals(SUCCESS, other.lock("pass")));
    for (Runnable end : ends) {
      TransferredKey key = device.key("ssh:", 1);
      device.meanwhile(() -> {});
      assertEquals(SUCCESS, talk.status(AgentTalk.adding(key)));
      assertTrue(talk.sign(key.blob(), DATA, 0).isPresent());
      device.meanwhile(end);
      assertEquals(Optional.empty(), talk.sign(key.blob(), DATA, 0));
    }
    refused(AgentRefusal.Locked.class);
  }

  @Test
  void withoutOneItsKeysAreNotTaken() {
    AgentTalk talk = new AgentTalk(new Keyring(plain));
    assertEquals(FAILURE, talk.status(AgentTalk.adding(device.key("ssh:", 1))));
    refused(AgentRefusal.NoSecurityKeys.class);
  }

  @Test
  @Tag("C5")
  void itSignsAsTheKeyDemands() throws Exception {
    int[][] cases = {{0, 0, 1}, {1, 0, 0}, {1, 1, 1}, {5, 1, 0}, {5, 5, 1}, {4, 0, 0}, {4, 4, 1}};
    for (int[] c : cases) {
      SoftAuthenticator other = new SoftAuthenticator(c[1]);
      AgentTalk talk = new AgentTalk(new Keyring(plain.withSecurityKeys(other)));
      TransferredKey key = other.key("ssh:", c[0]);
      assertEquals(SUCCESS, talk.status(AgentTalk.adding(key)));
      boolean signed = talk.sign(key.blob(), DATA, 0).isPresent();
      assertEquals(c[2] == 1, signed, "demanded " + c[0] + ", said " + c[1]);
    }
    refused(AgentRefusal.NotSigned.class);
  }

  @Test
  @Tag("C5")
  void aSignatureOfAnotherKeyIsThrownAway() throws Exception {
    AgentTalk talk = new AgentTalk(new Keyring(options));
    TransferredKey key = new SoftAuthenticator(1).key("ssh:", 1);
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(key)));
    assertEquals(Optional.empty(), talk.sign(key.blob(), DATA, 0));
    refused(AgentRefusal.NotSigned.class);
  }

  @Test
  @Tag("G1")
  void nobodyElsewhereNamesALibrary() throws Exception {
    Keyring keyring = new Keyring(options);
    TransferredKey key = device.key("ssh:", 1);
    Host alpha = Host.named("alpha");
    AgentTalk remote = new AgentTalk(keyring);
    assertEquals(SUCCESS, remote.bind(alpha.binding(Host.session(1), true)));
    assertEquals(FAILURE, remote.status(adding(key, library)));
    assertEquals(new AgentRefusal.ProviderNotAllowed(library, true), refusals.getLast());
    assertEquals(SUCCESS, remote.status(adding(key, "internal")));

    AgentTalk failed = new AgentTalk(keyring);
    SessionBinding good = alpha.binding(Host.session(1), true);
    SessionBinding bad =
        new SessionBinding(good.hostKey(), Host.session(2), good.signature(), true);
    assertEquals(AgentTalk.EXTENSION_FAILURE, failed.bind(bad));
    assertEquals(FAILURE, failed.status(adding(key, library)));
    assertEquals(new AgentRefusal.ProviderNotAllowed(library, true), refusals.getLast());

    assertEquals(SUCCESS, new AgentTalk(keyring).status(adding(key, library)));
    AgentTalk allowed = new AgentTalk(new Keyring(options.withRemoteProviders(true)));
    assertEquals(SUCCESS, allowed.bind(good));
    assertEquals(SUCCESS, allowed.status(adding(key, library)));
  }

  @Test
  @Tag("G1")
  void librariesComeFromWhereTheSystemKeepsThem() throws Exception {
    AgentTalk talk = new AgentTalk(new Keyring(options));
    Path lib = folder.toRealPath().resolve("lib");
    String evil = Files.createFile(lib.resolveSibling("evil.so")).toString();
    String link = Files.createSymbolicLink(lib.resolve("link.so"), Path.of(evil)).toString();
    for (String name : List.of(evil, lib + "/../evil.so", link)) {
      assertEquals(FAILURE, talk.status(adding(device.key("ssh:", 1), name)));
      assertEquals(new AgentRefusal.ProviderNotAllowed(evil, false), refusals.getLast());
    }
    for (String name : List.of(lib + "/none.so", "", "a\0b")) {
      assertEquals(FAILURE, talk.status(adding(device.key("ssh:", 1), name)));
    }
    TransferredKey key = device.key("ssh:", 1);
    AgentTalk other = new AgentTalk(new Keyring(options.withAllowedProviders(evil)));
    assertEquals(FAILURE, other.status(adding(key, library)));
    assertEquals(SUCCESS, other.status(adding(device.key("ssh:", 1), link)));
    AgentTalk usual = new AgentTalk(new Keyring(plain.withSecurityKeys(device)));
    assertEquals(FAILURE, usual.status(adding(device.key("ssh:", 1), library)));
    TransferredKey soft = new TransferredKey.Plain(KeyGenerator.ed25519());
    assertEquals(FAILURE, talk.status(adding(soft, library)));
    refused(AgentRefusal.ProviderWithoutSecurityKey.class);
  }

  @Test
  void aKeyForTheWebSignsWhatIsOfSshOnly() throws Exception {
    AgentTalk talk = new AgentTalk(new Keyring(options));
    TransferredKey key = device.key("https://example.org", 1);
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(key)));
    assertEquals(Optional.empty(), talk.sign(key.blob(), DATA, 0));
    refused(AgentRefusal.ForTheWeb.class);
    byte[] login =
        Host.request(Host.session(1), "hoge", "publickey", SK.wireName(), key.blob()).toArray();
    assertTrue(talk.sign(key.blob(), login, 0).isPresent());
    assertTrue(talk.sign(key.blob(), sshsig("file", "sha512", 64), 0).isPresent());
    assertTrue(talk.sign(key.blob(), sshsig("file", "sha256", 32), 0).isPresent());
    for (byte[] other :
        List.of(
            sshsig("", "sha512", 64),
            sshsig("file", "sha512", 63),
            sshsig("file", "sha256", 64),
            sshsig("file", "md5", 16))) {
      assertFalse(talk.sign(key.blob(), other, 0).isPresent());
    }
  }

  private static byte[] sshsig(String namespace, String hash, int length) {
    WireWriter out = new WireWriter().writeRaw(Bytes.utf8("SSHSIG"));
    return out.writeUtf8(namespace)
        .writeUtf8("")
        .writeUtf8(hash)
        .writeString(new byte[length])
        .toArray();
  }

  @Test
  void whichKeysAreForTheWebIsSaidElsewhere() throws Exception {
    TransferredKey key = device.key("https://example.org", 1);
    for (Optional<String> patterns :
        List.of(Optional.<String>empty(), Optional.of("ssh:*,https://*.org"))) {
      AgentTalk talk = new AgentTalk(new Keyring(options.withSshApplications(patterns)));
      assertEquals(SUCCESS, talk.status(AgentTalk.adding(key)));
      assertTrue(talk.sign(key.blob(), DATA, 0).isPresent());
    }
    AgentTalk none = new AgentTalk(new Keyring(options.withSshApplications(Optional.of("x:*"))));
    TransferredKey ssh = device.key("ssh:", 1);
    assertEquals(SUCCESS, none.status(AgentTalk.adding(ssh)));
    assertEquals(Optional.empty(), none.sign(ssh.blob(), DATA, 0));
  }
}
