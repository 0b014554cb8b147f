package dev.aikagi.agent;

import static dev.aikagi.agent.AgentTalk.FAILURE;
import static dev.aikagi.agent.AgentTalk.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys inside authenticators. */
class SecurityKeysTest {
  private static final SignatureAlgorithm SK = SignatureAlgorithm.SK_SSH_ED25519;
  private static final byte[] DATA = {1, 2, 3};
  private static final String LIBRARY = "/usr/lib/fido.so";

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
  private final KeyringOptions options = plain.withSecurityKeys(device);

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
    assertEquals(FAILURE, remote.status(adding(key, LIBRARY)));
    assertEquals(new AgentRefusal.ProviderNotAllowed(LIBRARY, true), refusals.getLast());
    assertEquals(SUCCESS, remote.status(adding(key, "internal")));

    AgentTalk failed = new AgentTalk(keyring);
    SessionBinding good = alpha.binding(Host.session(1), true);
    SessionBinding bad =
        new SessionBinding(good.hostKey(), Host.session(2), good.signature(), true);
    assertEquals(AgentTalk.EXTENSION_FAILURE, failed.bind(bad));
    assertEquals(FAILURE, failed.status(adding(key, LIBRARY)));
    assertEquals(new AgentRefusal.ProviderNotAllowed(LIBRARY, true), refusals.getLast());

    assertEquals(SUCCESS, new AgentTalk(keyring).status(adding(key, LIBRARY)));
    AgentTalk allowed = new AgentTalk(new Keyring(options.withRemoteProviders(true)));
    assertEquals(SUCCESS, allowed.bind(good));
    assertEquals(SUCCESS, allowed.status(adding(key, LIBRARY)));
  }

  @Test
  @Tag("G1")
  void librariesComeFromWhereTheSystemKeepsThem() throws Exception {
    AgentTalk talk = new AgentTalk(new Keyring(options));
    TransferredKey key = device.key("ssh:", 1);
    assertEquals(FAILURE, talk.status(adding(key, "/tmp/evil.so")));
    assertEquals(new AgentRefusal.ProviderNotAllowed("/tmp/evil.so", false), refusals.getLast());
    AgentTalk other = new AgentTalk(new Keyring(options.withAllowedProviders("/opt/*")));
    assertEquals(FAILURE, other.status(adding(key, LIBRARY)));
    assertEquals(SUCCESS, other.status(adding(key, "/opt/fido.so")));
    TransferredKey soft = new TransferredKey.Plain(KeyGenerator.ed25519());
    assertEquals(FAILURE, talk.status(adding(soft, LIBRARY)));
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
