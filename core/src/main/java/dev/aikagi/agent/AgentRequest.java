package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;

/** What a client asks of an agent (RFC 9987 section 5). */
sealed interface AgentRequest {
  record RequestIdentities() implements AgentRequest {}

  record SignRequest(Bytes keyBlob, Bytes data, long flags) implements AgentRequest {}

  /** Whoever takes the key out of it closes it. */
  record AddIdentity(TransferredKey key, Bytes comment, KeyConstraints constraints)
      implements AgentRequest {}

  record RemoveIdentity(Bytes keyBlob) implements AgentRequest {}

  record RemoveAllIdentities() implements AgentRequest {}

  /** Whoever takes the passphrase out of it closes it. */
  record Lock(SecretBytes passphrase) implements AgentRequest {}

  record Unlock(SecretBytes passphrase) implements AgentRequest {}

  /**
   * Not read any further here: a faulty one too says that the connection is not from this machine.
   */
  record SessionBind(Bytes fields) implements AgentRequest {}

  record Query() implements AgentRequest {}

  /**
   * Reads one.
   *
   * @param length of the message at the start of the array
   * @throws RefusedException with the reason for every fault: what is not understood to its end is
   *     not done at all
   */
  static AgentRequest read(byte[] message, int length) throws RefusedException {
    int number = length == 0 ? 0 : message[0] & 0xff;
    try {
      WireReader in = new WireReader(message, 0, length);
      AgentRequest request = read(in.readByte(), in);
      if (in.remaining() > 0) {
        wipe(request);
        in.expectEnd();
      }
      return request;
    } catch (MalformedException e) {
      throw new RefusedException(
          new AgentRefusal.Malformed(number, String.valueOf(e.getMessage())));
    }
  }

  private static AgentRequest read(int number, WireReader in)
      throws MalformedException, RefusedException {
    return switch (number) {
      case AgentNumbers.REQUEST_IDENTITIES -> new RequestIdentities();
      case AgentNumbers.SIGN_REQUEST ->
          new SignRequest(in.readBytes(), in.readBytes(), in.readUint32());
      case AgentNumbers.ADD_IDENTITY, AgentNumbers.ADD_ID_CONSTRAINED -> add(in);
      case AgentNumbers.REMOVE_IDENTITY -> new RemoveIdentity(in.readBytes());
      case AgentNumbers.REMOVE_ALL_IDENTITIES -> new RemoveAllIdentities();
      case AgentNumbers.ADD_SMARTCARD_KEY,
          AgentNumbers.ADD_SMARTCARD_KEY_CONSTRAINED,
          AgentNumbers.REMOVE_SMARTCARD_KEY ->
          throw new RefusedException(new AgentRefusal.NoSmartcards());
      case AgentNumbers.LOCK -> new Lock(SecretBytes.taking(in.readString()));
      case AgentNumbers.UNLOCK -> new Unlock(SecretBytes.taking(in.readString()));
      case AgentNumbers.EXTENSION -> extension(in);
      default -> throw new RefusedException(new AgentRefusal.UnknownRequest(number));
    };
  }

  /** Both numbers may bring constraints; those of the first are heeded as those of the other. */
  private static AgentRequest add(WireReader in) throws MalformedException, RefusedException {
    TransferredKey key;
    try {
      key = TransferredKey.read(in);
    } catch (KeyFileException e) {
      throw new RefusedException(new AgentRefusal.BadKey(e.reason().summary()));
    }
    try {
      return new AddIdentity(key, in.readBytes(), ConstraintFields.read(in));
    } catch (MalformedException | RefusedException e) {
      key.close();
      throw e;
    }
  }

  private static AgentRequest extension(WireReader in) throws MalformedException, RefusedException {
    String name = in.readUtf8();
    return switch (name) {
      case AgentNumbers.SESSION_BIND -> new SessionBind(in.readRest());
      case AgentNumbers.QUERY -> new Query();
      default -> throw new RefusedException(new AgentRefusal.UnknownExtension(name));
    };
  }

  private static void wipe(AgentRequest request) {
    switch (request) {
      case AddIdentity add -> add.key().close();
      case Lock lock -> lock.passphrase().close();
      case Unlock unlock -> unlock.passphrase().close();
      default -> {
        // There is no secret in it.
      }
    }
  }
}
