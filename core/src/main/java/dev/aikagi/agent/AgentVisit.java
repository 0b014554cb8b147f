package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireWriter;
import java.util.List;

/** One client's connection: what it was bound to, and the answers to its requests. */
final class AgentVisit {
  /** What query answers; itself too, as the RFC has it. */
  private static final List<String> EXTENSIONS =
      List.of(AgentNumbers.QUERY, AgentNumbers.SESSION_BIND);

  private final Keyring keyring;
  private final Bindings bindings = new Bindings();

  AgentVisit(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * Every request has one answer, and no request ends the connection.
   *
   * @param length of the request at the start of the array, which stays the caller's to wipe
   */
  WireWriter answer(byte[] message, int length) {
    keyring.expire();
    try {
      return answer(AgentRequest.read(message, length));
    } catch (RefusedException e) {
      keyring.tell(new AgentEvent.Refused(e.reason()));
      return status(
          e.reason() instanceof AgentRefusal.NotBindable
              ? AgentNumbers.EXTENSION_FAILURE
              : AgentNumbers.FAILURE);
    }
  }

  private WireWriter answer(AgentRequest request) throws RefusedException {
    switch (request) {
      case AgentRequest.RequestIdentities _ -> {
        return identities();
      }
      case AgentRequest.SignRequest sign -> {
        return status(AgentNumbers.SIGN_RESPONSE).writeString(keyring.sign(sign, bindings));
      }
      case AgentRequest.Query _ -> {
        return extensions();
      }
      case AgentRequest.AddIdentity add -> keyring.add(add, bindings);
      case AgentRequest.RemoveIdentity remove -> keyring.remove(remove.keyBlob(), bindings);
      case AgentRequest.RemoveAllIdentities _ -> keyring.removeAll(bindings);
      case AgentRequest.Lock(SecretBytes passphrase) -> {
        try (passphrase) {
          keyring.lock(passphrase);
        }
      }
      case AgentRequest.Unlock(SecretBytes passphrase) -> {
        try (passphrase) {
          keyring.unlock(passphrase);
        }
      }
      // While it is locked too: a connection that came from elsewhere then does so afterwards.
      case AgentRequest.SessionBind(Bytes fields) ->
          keyring.tell(new AgentEvent.Bound(bindings.add(fields)));
    }
    return status(AgentNumbers.SUCCESS);
  }

  private WireWriter identities() {
    List<HeldKey> keys = keyring.list(bindings);
    WireWriter reply = status(AgentNumbers.IDENTITIES_ANSWER).writeUint32(keys.size());
    for (HeldKey key : keys) {
      reply.writeString(key.blob()).writeString(key.comment());
    }
    return reply;
  }

  private static WireWriter extensions() {
    WireWriter reply = status(AgentNumbers.EXTENSION_RESPONSE).writeUtf8(AgentNumbers.QUERY);
    EXTENSIONS.forEach(reply::writeUtf8);
    return reply;
  }

  private static WireWriter status(int number) {
    return new WireWriter(512).writeByte(number);
  }
}
