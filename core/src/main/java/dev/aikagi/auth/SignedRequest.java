package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.message.UserauthMethod.GssapiWithMic;
import dev.aikagi.message.UserauthMethod.Hostbased;
import dev.aikagi.message.UserauthMethod.PublicKey;
import dev.aikagi.message.UserauthMethod.PublicKeyHostbound;
import dev.aikagi.message.UserauthRequest;
import dev.aikagi.wire.WireWriter;

/**
 * What the signature of a request covers: of publickey (RFC 4252 section 7, PROTOCOL of OpenSSH)
 * and of hostbased (section 9).
 */
final class SignedRequest {
  private SignedRequest() {}

  static byte[] bytes(Bytes sessionId, String userName, String serviceName, PublicKey method) {
    return head(sessionId, userName, serviceName, PublicKey.NAME)
        .writeBoolean(true)
        .writeUtf8(method.algorithm())
        .writeString(method.keyBlob())
        .toArray();
  }

  static byte[] bytes(
      Bytes sessionId, String userName, String serviceName, PublicKeyHostbound method) {
    return head(sessionId, userName, serviceName, PublicKeyHostbound.NAME)
        .writeBoolean(true)
        .writeUtf8(method.algorithm())
        .writeString(method.keyBlob())
        .writeString(method.serverHostKey())
        .toArray();
  }

  /** The signature that the request has already does not matter. */
  static byte[] bytes(Bytes sessionId, String userName, String serviceName, Hostbased method) {
    return head(sessionId, userName, serviceName, Hostbased.NAME)
        .writeUtf8(method.algorithm())
        .writeString(method.keyBlob())
        .writeUtf8(method.clientHost())
        .writeUtf8(method.clientUser())
        .toArray();
  }

  /** What a MIC of gssapi-with-mic covers (RFC 4462 section 3.5). */
  static byte[] bytes(Bytes sessionId, String userName, String serviceName) {
    return head(sessionId, userName, serviceName, GssapiWithMic.NAME).toArray();
  }

  private static WireWriter head(
      Bytes sessionId, String userName, String serviceName, String methodName) {
    return new WireWriter()
        .writeString(sessionId)
        .writeByte(UserauthRequest.NUMBER)
        .writeUtf8(userName)
        .writeUtf8(serviceName)
        .writeUtf8(methodName);
  }
}
