package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** SSH_MSG_USERAUTH_INFO_RESPONSE (RFC 4256 section 3.4). */
public record UserauthInfoResponse(List<SecretBytes> responses) implements UserauthMessage {
  public static final int NUMBER = 61;

  public UserauthInfoResponse {
    responses = List.copyOf(responses);
  }

  public static UserauthInfoResponse read(WireReader r) throws MalformedException {
    long count = r.readUint32();
    if (count > UserauthInfoRequest.MAX_PROMPTS) {
      throw new MalformedException("INFO_RESPONSE with " + count + " responses");
    }
    List<SecretBytes> responses = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        responses.add(SecretBytes.taking(r.readString()));
      }
      r.expectEnd();
    } catch (MalformedException e) {
      responses.forEach(SecretBytes::close);
      throw e;
    }
    return new UserauthInfoResponse(responses);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER).writeUint32(responses.size());
    for (SecretBytes response : responses) {
      w.writeString(response.expose());
    }
  }
}
