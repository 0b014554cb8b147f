package dev.aikagi.tools.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SshfpRecord;
import dev.aikagi.tools.dns.HostKeyRecords.Verdict;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.InvalidTTLException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SSHFPRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

@Timeout(60)
class HostKeyRecordsTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();
  private static final PublicKey ECDSA = KeyGenerator.ecdsa(256).publicKey();

  @TempDir Path folder;
  private DatagramSocket server;

  /** Turns a question into an answer. */
  private interface Zone {
    void answer(Message reply) throws IOException;
  }

  @BeforeEach
  void bind() throws Exception {
    server = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HostKeyRecords ask(boolean trusted, Zone zone) throws Exception {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                    server.receive(packet);
                    Message question = new Message(java.nio.ByteBuffer.wrap(packet.getData()));
                    Message reply = new Message(question.getHeader().getID());
                    reply.getHeader().setFlag(Flags.QR);
                    reply.addRecord(question.getQuestion(), Section.QUESTION);
                    zone.answer(reply);
                    byte[] wire = reply.toWire();
                    server.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    try {
      SimpleResolver resolver =
          new SimpleResolver(
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.getLocalPort()));
      return HostKeyRecords.ask(resolver, "host.example", trusted);
    } finally {
      thread.join();
    }
  }

  private static void add(Message reply, String name, SshfpRecord r) throws IOException {
    reply.addRecord(
        new SSHFPRecord(
            Name.fromString(name),
            DClass.IN,
            60,
            r.algorithm(),
            r.fingerprintType(),
            r.fingerprint().toArray()),
        Section.ANSWER);
  }

  private static void add(Message reply, PublicKey key) throws IOException {
    for (SshfpRecord r : SshfpRecord.all(key)) {
      add(reply, "host.example.", r);
    }
  }

  @Test
  void recordsOfTheKeyMatch() throws Exception {
    HostKeyRecords found = ask(true, reply -> add(reply, KEY));
    assertEquals(SshfpRecord.all(KEY), found.records());
    assertEquals(Verdict.MATCHES, found.verdict(KEY));
    assertEquals(Verdict.DIFFERS, found.verdict(OTHER));
    assertEquals(Verdict.SILENT, found.verdict(ECDSA));
    assertFalse(found.secure());
  }

  /** The library throws what nobody expects. */
  @Test
  void anAnswerThatCannotBeReadIsAFailure() {
    Resolver resolver =
        (Resolver)
            Proxy.newProxyInstance(
                Resolver.class.getClassLoader(),
                new Class<?>[] {Resolver.class},
                (_, method, _) -> {
                  if (method.getName().equals("send")) {
                    throw new InvalidTTLException(1L << 31);
                  }
                  return null;
                });
    IOException e =
        assertThrows(IOException.class, () -> HostKeyRecords.ask(resolver, "host.example", false));
    assertEquals("an answer that cannot be read: Invalid DNS TTL: 2147483648", e.getMessage());
  }

  @Test
  void noRecordsSayNothing() throws Exception {
    assertEquals(Verdict.SILENT, ask(true, _ -> {}).verdict(KEY));
  }

  /** Records that an attacker adds beside the true ones must not make his key good. */
  @Tag("D1")
  @Test
  void oneOfAnotherKeySpoilsIt() throws Exception {
    HostKeyRecords both =
        ask(
            true,
            reply -> {
              add(reply, KEY);
              add(reply, OTHER);
            });
    assertEquals(Verdict.DIFFERS, both.verdict(KEY));
    assertEquals(Verdict.DIFFERS, both.verdict(OTHER));
  }

  @Test
  void aliasesAreFollowedByTheResolver() throws Exception {
    HostKeyRecords found =
        ask(
            true,
            reply -> {
              reply.addRecord(
                  new CNAMERecord(
                      Name.fromString("host.example."),
                      DClass.IN,
                      60,
                      Name.fromString("real.example.")),
                  Section.ANSWER);
              for (SshfpRecord r : SshfpRecord.all(KEY)) {
                add(reply, "real.example.", r);
              }
            });
    assertEquals(Verdict.MATCHES, found.verdict(KEY));
  }

  /** A hash that is not known here says nothing of the key, either way. */
  @Test
  void unknownHashesAreNoEvidence() throws Exception {
    HostKeyRecords found =
        ask(
            true,
            reply ->
                add(reply, "host.example.", new SshfpRecord(4, 9, Bytes.of(new byte[] {1, 2}))));
    assertEquals(Verdict.SILENT, found.verdict(KEY));
  }

  @Tag("D1")
  @ParameterizedTest
  @CsvSource({"true, true, true", "false, true, false", "true, false, false"})
  void theBitIsBelievedOfATrustedResolverOnly(boolean trusted, boolean bit, boolean secure)
      throws Exception {
    HostKeyRecords found =
        ask(
            trusted,
            reply -> {
              if (bit) {
                reply.getHeader().setFlag(Flags.AD);
              }
              add(reply, KEY);
            });
    assertEquals(secure, found.secure());
  }

  @Tag("D1")
  @Test
  void aFailureIsNoAbsence() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> ask(true, reply -> reply.getHeader().setRcode(Rcode.SERVFAIL)));
    assertEquals("SERVFAIL", e.getMessage());
  }

  @Tag("D1")
  @Test
  void whoTrustsSaysSo() throws Exception {
    Path file = folder.resolve("resolv.conf");
    assertFalse(TrustedResolver.isTrusted(file));
    Files.writeString(file, "nameserver 127.0.0.1\noptions edns0\n# options trust-ad\n");
    assertFalse(TrustedResolver.isTrusted(file));
    Files.writeString(file, "nameserver 127.0.0.1\n\toptions edns0  trust-ad\n");
    assertTrue(TrustedResolver.isTrusted(file));
  }
}
