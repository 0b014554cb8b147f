package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.wire.WireReader;
import java.util.Optional;

/**
 * What a key signs when it logs somebody in: a request of RFC 4252 section 7, behind the session
 * identifier.
 *
 * @param hostKey of the server, as publickey-hostbound-v00@openssh.com says it
 */
record SignedLogin(Bytes sessionId, String user, Optional<Bytes> hostKey) {
  private static final int USERAUTH_REQUEST = 50;
  private static final String SERVICE = "ssh-connection";
  private static final String PUBLICKEY = "publickey";
  private static final String HOSTBOUND = "publickey-hostbound-v00@openssh.com";

  private static final Bytes SSHSIG = Bytes.utf8("SSHSIG");

  /** Empty where the data is anything else than such a request, with this key, to its end. */
  static Optional<SignedLogin> of(Bytes data, Bytes keyBlob) {
    try {
      WireReader in = new WireReader(data);
      SignedLogin login = read(in, keyBlob);
      in.expectEnd();
      return Optional.of(login);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static SignedLogin read(WireReader in, Bytes keyBlob) throws MalformedException {
    Bytes sessionId = in.readBytes();
    must(!sessionId.isEmpty() && in.readByte() == USERAUTH_REQUEST);
    String user = in.readUtf8();
    must(in.readName().equals(SERVICE));
    String method = in.readName();
    must(in.readByte() == 1);
    String algorithm = in.readName();
    must(in.readBytes().equals(keyBlob));
    KeyType type = KeyType.ofBlob(keyBlob).orElse(null);
    must(PublicKeyAlgorithm.named(algorithm).filter(a -> a.keyType() == type).isPresent());
    return switch (method) {
      case PUBLICKEY -> new SignedLogin(sessionId, user, Optional.empty());
      case HOSTBOUND -> new SignedLogin(sessionId, user, Optional.of(in.readBytes()));
      default -> throw new MalformedException("not a method of public keys");
    };
  }

  private static void must(boolean holds) throws MalformedException {
    if (!holds) {
      throw new MalformedException("not a login");
    }
  }

  /** Whether it is a signature of ssh-keygen -Y (PROTOCOL.sshsig): it can be taken for no other. */
  static boolean isFileSignature(Bytes data) {
    try {
      WireReader in = new WireReader(data);
      must(Bytes.of(in.readRaw(SSHSIG.length())).equals(SSHSIG));
      must(!in.readUtf8().isEmpty());
      in.skip(in.readStringLength()); // reserved
      int length =
          switch (in.readName()) {
            case "sha256" -> 32;
            case "sha512" -> 64;
            default -> throw new MalformedException("not a hash of file signatures");
          };
      must(in.readStringLength() == length && in.remaining() == length);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }
}
