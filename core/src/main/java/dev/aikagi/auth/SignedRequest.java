package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.message.UserauthMethod.PublicKey;
import dev.aikagi.message.UserauthMethod.PublicKeyHostbound;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.wire.WireWriter;

/** What the signature of a publickey request covers (RFC 4252 section 7, PROTOCOL of OpenSSH). */
final class SignedRequest {
  private SignedRequest() {}

  static byte[] bytes(Bytes sessionId, String userName, String serviceName, PublicKey method) {
    return head(sessionId, userName, serviceName, PublicKey.NAME)
        .writeUtf8(method.algorithm())
        .writeString(method.keyBlob())
        .toArray();
  }

  static byte[] bytes(
      Bytes sessionId, String userName, String serviceName, PublicKeyHostbound method) {
    return head(sessionId, userName, serviceName, PublicKeyHostbound.NAME)
        .writeUtf8(method.algorithm())
        .writeString(method.keyBlob())
        .writeString(method.serverHostKey())
        .toArray();
  }

  private static WireWriter head(
      Bytes sessionId, String userName, String serviceName, String methodName) {
    return new WireWriter()
        .writeString(sessionId)
        .writeByte(UserauthRequest.NUMBER)
        .writeUtf8(userName)
        .writeUtf8(serviceName)
        .writeUtf8(methodName)
        .writeBoolean(true);
  }
}
