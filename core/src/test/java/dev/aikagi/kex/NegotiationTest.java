package dev.aikagi.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.KexInit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static KexInit init(AlgorithmPreferences p, Role role) {
    return p.kexInit(Bytes.of(new byte[KexInit.COOKIE_LENGTH]), role, true);
  }

  private static Algorithms agreed(AlgorithmPreferences client, AlgorithmPreferences server) {
    return assertInstanceOf(
            NegotiationOutcome.Agreed.class,
            Negotiation.negotiate(init(client, Role.CLIENT), init(server, Role.SERVER)))
        .algorithms();
  }

  private static NegotiationOutcome.NoCommonAlgorithm missing(
      AlgorithmPreferences client, AlgorithmPreferences server) {
    return assertInstanceOf(
            NegotiationOutcome.NotAgreed.class,
            Negotiation.negotiate(init(client, Role.CLIENT), init(server, Role.SERVER)))
        .missing()
        .getFirst();
  }

  @Test
  void theDefaultsAreOpensshs() {
    KexInit client = init(AlgorithmPreferences.client(), Role.CLIENT);
    assertEquals(
        List.of(
            "mlkem768x25519-sha256",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "diffie-hellman-group-exchange-sha256",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group18-sha512",
            "diffie-hellman-group14-sha256",
            "ext-info-c",
            "kex-strict-c-v00@openssh.com"),
        client.kexAlgorithms());
    KexInit server = init(AlgorithmPreferences.server(), Role.SERVER);
    assertEquals(
        List.of("ecdh-sha2-nistp521", "ext-info-s", "kex-strict-s-v00@openssh.com"),
        server.kexAlgorithms().subList(7, 10));
    assertEquals(10, server.kexAlgorithms().size());
    assertEquals(
        CipherAlgorithm.DEFAULT.getFirst().algorithmName(),
        client.encryptionClientToServer().getFirst());
    assertEquals("umac-64-etm@openssh.com", client.macServerToClient().getFirst());
    assertEquals(List.of("none", "zlib@openssh.com"), client.compressionClientToServer());
    assertEquals(List.of("none"), server.compressionServerToClient());
  }

  @Test
  void theClientsOrderDecides() {
    AlgorithmPreferences client =
        AlgorithmPreferences.client()
            .withKexMethods(List.of(KexMethod.ECDH_SHA2_NISTP384, KexMethod.MLKEM768X25519_SHA256));
    assertEquals(
        KexMethod.ECDH_SHA2_NISTP384, agreed(client, AlgorithmPreferences.server()).kexMethod());
  }

  @Test
  void anAeadCipherNeedsNoCommonMac() {
    AlgorithmPreferences client =
        AlgorithmPreferences.client()
            .withCiphers(List.of(CipherAlgorithm.AES256_GCM))
            .withMacs(List.of(MacAlgorithm.HMAC_SHA1));
    AlgorithmPreferences server =
        AlgorithmPreferences.server().withMacs(List.of(MacAlgorithm.HMAC_SHA2_512));
    assertNull(agreed(client, server).clientToServer().mac());
    AlgorithmPreferences ctr = client.withCiphers(List.of(CipherAlgorithm.AES128_CTR));
    assertEquals(AlgorithmSlot.MAC_CLIENT_TO_SERVER, missing(ctr, server).slot());
  }

  @Test
  void aFailureNamesBothListsAndTheSettingThatHelps() {
    AlgorithmPreferences old =
        AlgorithmPreferences.server()
            .withHostKeyAlgorithms(List.of(PublicKeyAlgorithm.SSH_DSS, PublicKeyAlgorithm.SSH_RSA));
    NegotiationOutcome.NoCommonAlgorithm no = missing(AlgorithmPreferences.client(), old);
    assertEquals(AlgorithmSlot.HOST_KEY, no.slot());
    assertEquals(List.of("ssh-dss", "ssh-rsa"), no.serverOffer());
    assertTrue(no.clientOffer().contains("ssh-ed25519"));
    assertEquals(
        "no matching host key type found. Their offer: ssh-dss,ssh-rsa",
        no.summaryFor(Role.CLIENT));
    assertEquals("-o HostKeyAlgorithms=+ssh-rsa", no.remedyFor(Role.CLIENT).orElseThrow());
    assertEquals("HostKeyAlgorithms +ssh-ed25519", no.remedyFor(Role.SERVER).orElseThrow());
    assertTrue(no.remedy().orElseThrow().contains("in sshd_config: HostKeyAlgorithms"));
  }

  @Test
  void whereNothingHelpsThatIsSaid() {
    KexInit client = init(AlgorithmPreferences.client(), Role.CLIENT);
    KexInit alien =
        new KexInit(
            client.cookie(),
            List.of("a@example.org"),
            client.serverHostKeyAlgorithms(),
            client.encryptionClientToServer(),
            client.encryptionServerToClient(),
            client.macClientToServer(),
            client.macServerToClient(),
            client.compressionClientToServer(),
            client.compressionServerToClient(),
            List.of(),
            List.of(),
            false,
            0);
    NegotiationOutcome.NotAgreed no =
        assertInstanceOf(NegotiationOutcome.NotAgreed.class, Negotiation.negotiate(client, alien));
    assertEquals(AlgorithmSlot.KEX, no.missing().getFirst().slot());
    assertTrue(no.missing().getFirst().remedyFor(Role.CLIENT).isEmpty());
  }

  @Tag("A7")
  @Test
  void markersAreNoMethods() {
    KexInit client = init(AlgorithmPreferences.client(), Role.CLIENT);
    KexInit mirror =
        new KexInit(
            client.cookie(),
            List.of("ext-info-c", "kex-strict-c-v00@openssh.com"),
            client.serverHostKeyAlgorithms(),
            client.encryptionClientToServer(),
            client.encryptionServerToClient(),
            client.macClientToServer(),
            client.macServerToClient(),
            client.compressionClientToServer(),
            client.compressionServerToClient(),
            List.of(),
            List.of(),
            false,
            0);
    assertInstanceOf(NegotiationOutcome.NotAgreed.class, Negotiation.negotiate(client, mirror));
    // The other role's marker says nothing.
    assertFalse(Negotiation.strict(client, mirror));
    assertFalse(Negotiation.understandsExtInfo(Role.SERVER, mirror));
    KexInit server = init(AlgorithmPreferences.server(), Role.SERVER);
    assertTrue(Negotiation.strict(client, server));
    assertTrue(Negotiation.understandsExtInfo(Role.SERVER, server));
    KexInit later = AlgorithmPreferences.client().kexInit(client.cookie(), Role.CLIENT, false);
    assertFalse(later.kexAlgorithms().contains("kex-strict-c-v00@openssh.com"));
    assertFalse(later.kexAlgorithms().contains("ext-info-c"));
  }

  @Test
  void aGuessFitsWhereBothPreferTheSame() {
    KexInit client = init(AlgorithmPreferences.client(), Role.CLIENT);
    assertTrue(Negotiation.guessFits(client, init(AlgorithmPreferences.server(), Role.SERVER)));
    AlgorithmPreferences otherKex =
        AlgorithmPreferences.server().withKexMethods(List.of(KexMethod.CURVE25519_SHA256));
    assertFalse(Negotiation.guessFits(client, init(otherKex, Role.SERVER)));
    AlgorithmPreferences otherKey =
        AlgorithmPreferences.server()
            .withHostKeyAlgorithms(List.of(PublicKeyAlgorithm.RSA_SHA2_512));
    assertFalse(Negotiation.guessFits(client, init(otherKey, Role.SERVER)));
  }
}
