package dev.aikagi.server;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.Bytes;
import dev.aikagi.connection.GlobalReply;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyRefusedException;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.Signer;
import dev.aikagi.key.SignerElsewhere;
import dev.aikagi.wire.WireWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostKeyAnswersTest {
  private static GlobalReply proof(Signer signer) throws Exception {
    Bytes request = new WireWriter().writeString(signer.publicKey().blob()).toBytes();
    return new HostKeyAnswers(List.of(signer), Optional.empty(), 2048)
        .prove(Bytes.utf8("session"), request);
  }

  @Tag("C3")
  @Test
  void aFaultySignatureDoesNotLeaveTheServer() throws Exception {
    PrivateKey key = KeyGenerator.rsa(2048);
    assertInstanceOf(GlobalReply.Success.class, proof(new SignerElsewhere(key, 0)));
    KeyRefusedException refused =
        assertThrows(KeyRefusedException.class, () -> proof(new SignerElsewhere(key, 4)));
    assertInstanceOf(KeyRefusal.FaultySignature.class, refused.reason());
  }
}
