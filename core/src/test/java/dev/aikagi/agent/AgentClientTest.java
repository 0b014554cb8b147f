package dev.aikagi.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AgentClientTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();

  private final ByteArrayOutputStream asked = new ByteArrayOutputStream();
  private boolean closed;

  /** An agent that answers with these bytes, whatever it is asked. */
  private AgentClient agent(byte[] replies) {
    return new AgentClient(new ByteArrayInputStream(replies), asked, () -> closed = true);
  }

  private static byte[] framed(WireWriter reply) {
    return new WireWriter().writeString(reply).toArray();
  }

  private static WireWriter answer(long count) {
    return new WireWriter().writeByte(12).writeUint32(count);
  }

  private <T extends AgentFailure> T failure(Class<T> type, byte[] replies) {
    AgentException e = assertThrows(AgentException.class, () -> agent(replies).identities());
    return assertInstanceOf(type, e.reason());
  }

  @Test
  void identitiesAreListedAndOthersSkippedWithAReason() throws Exception {
    Bytes certificate =
        new WireWriter().writeUtf8("ssh-ed25519-cert-v01@openssh.com").writeUtf8("x").toBytes();
    WireWriter reply =
        answer(4)
            .writeString(KEY.publicKey().blob())
            .writeUtf8("mine")
            .writeString(new WireWriter().writeUtf8("ssh-new").toBytes())
            .writeUtf8("new")
            .writeString(certificate)
            .writeUtf8("cert")
            .writeString(Bytes.EMPTY)
            .writeUtf8("empty");
    AgentIdentities found = agent(framed(reply)).identities();
    assertEquals(1, found.usable().size());
    assertEquals(new AgentIdentity(KEY.publicKey(), "mine"), found.usable().getFirst());
    assertEquals(3, found.skipped().size());
    assertTrue(found.skipped().get(1).summary().contains("ssh-ed25519-cert-v01@openssh.com"));
    assertEquals("00000001" + "0b", java.util.HexFormat.of().formatHex(asked.toByteArray()));
  }

  @Test
  void signaturesCarryTheFlagsOfRsa() throws Exception {
    PrivateKey rsa = KeyGenerator.rsa(2048);
    long[] flags = {2, 4, 0};
    SignatureAlgorithm[] algorithms = {
      SignatureAlgorithm.RSA_SHA2_256, SignatureAlgorithm.RSA_SHA2_512, SignatureAlgorithm.SSH_RSA
    };
    for (int i = 0; i < 3; i++) {
      asked.reset();
      AgentClient agent = agent(framed(new WireWriter().writeByte(14).writeUtf8("signature")));
      Signer signer = agent.signer(new AgentIdentity(rsa.publicKey(), ""));
      assertEquals(Bytes.utf8("signature"), signer.sign(algorithms[i], new byte[] {1, 2, 3}));
      WireReader request = new WireReader(asked.toByteArray()).readNested();
      assertEquals(13, request.readByte());
      assertEquals(rsa.publicKey().blob(), request.readBytes());
      assertEquals(Bytes.of((byte) 1, (byte) 2, (byte) 3), request.readBytes());
      assertEquals(flags[i], request.readUint32());
      request.expectEnd();
    }
  }

  /** The agent knows the key by its certificate; what it signs with is the key. */
  @Test
  void certificatesAreIdentitiesToo() throws Exception {
    Certificate certificate = Certified.of(KEY.publicKey()).kind(1).by(KEY);
    WireWriter list = answer(2).writeString(certificate.blob()).writeUtf8("cert");
    list.writeString(KEY.publicKey().blob()).writeUtf8("mine");
    AgentIdentities found = agent(framed(list)).identities();
    assertEquals(
        List.of(new AgentIdentity(certificate, "cert"), new AgentIdentity(KEY.publicKey(), "mine")),
        found.usable());
    AgentIdentity first = found.usable().getFirst();
    assertEquals(KEY.publicKey(), first.key());
    asked.reset();
    Bytes made = KEY.sign(SignatureAlgorithm.SSH_ED25519, new byte[] {1});
    Signer signer = agent(framed(new WireWriter().writeByte(14).writeString(made))).signer(first);
    assertEquals(KEY.publicKey(), signer.publicKey());
    assertEquals(List.of(SignatureAlgorithm.SSH_ED25519), signer.algorithms());
    assertEquals(made, signer.signChecked(SignatureAlgorithm.SSH_ED25519, new byte[] {1}, 2048));
    WireReader request = new WireReader(asked.toByteArray()).readNested();
    assertEquals(13, request.readByte());
    assertEquals(certificate.blob(), request.readBytes());
  }

  @Test
  void bindingIsAcceptedRefusedOrUnknown() throws Exception {
    for (int reply : new int[] {6, 5, 28}) {
      assertEquals(
          reply == 6,
          agent(framed(new WireWriter().writeByte(reply)))
              .bindSession(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, true));
    }
    WireReader request = new WireReader(asked.toByteArray()).readNested();
    assertEquals(27, request.readByte());
    assertEquals("session-bind@openssh.com", request.readUtf8());
  }

  @Test
  @Tag("G3")
  void whatIsNoReplyIsRefused() {
    failure(AgentFailure.Refused.class, framed(new WireWriter().writeByte(5)));
    failure(AgentFailure.BadReply.class, framed(new WireWriter().writeByte(14)));
    failure(AgentFailure.BadReply.class, framed(answer(1)));
    failure(AgentFailure.BadReply.class, framed(answer(0).writeByte(0)));
    failure(AgentFailure.BadReply.class, framed(answer(0xffff_ffffL)));
    failure(AgentFailure.BadReply.class, framed(answer(2049)));
    failure(AgentFailure.BadReply.class, new byte[] {0, 0, 0, 0});
    failure(AgentFailure.BadReply.class, new byte[] {0, 4, 0, 1});
    failure(AgentFailure.BadReply.class, new byte[] {-1, -1, -1, -1});
    assertTrue(closed, "a stream out of step is closed");
    failure(AgentFailure.StreamEnded.class, new byte[0]);
    failure(AgentFailure.StreamEnded.class, new byte[] {0, 0});
    failure(AgentFailure.StreamEnded.class, new byte[] {0, 0, 0, 9, 12});
  }

  @Test
  void nobodyAtTheSocket() {
    AgentException e =
        assertThrows(
            AgentException.class, () -> AgentSocket.connect(Path.of("/nonexistent/agent")));
    assertInstanceOf(AgentFailure.NotReachable.class, e.reason());
    assertFalse(e.reason().remedy().isEmpty());
  }
}
