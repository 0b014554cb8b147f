package dev.aikagi.message;

import dev.aikagi.MalformedException;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** SSH_MSG_USERAUTH_INFO_REQUEST (RFC 4256 section 3.2). */
public record UserauthInfoRequest(
    String name, String instruction, String languageTag, List<Prompt> prompts)
    implements UserauthMessage {
  public static final int NUMBER = 60;

  /** The same limit as OpenSSH's; checked before anything is allocated. */
  public static final int MAX_PROMPTS = 100;

  /** One question; echo says whether the answer may be seen while it is typed. */
  public record Prompt(String prompt, boolean echo) {}

  public UserauthInfoRequest {
    prompts = List.copyOf(prompts);
  }

  public static UserauthInfoRequest read(WireReader r) throws MalformedException {
    String name = r.readText();
    String instruction = r.readText();
    String languageTag = r.readText();
    long count = r.readUint32();
    if (count > MAX_PROMPTS) {
      throw new MalformedException("INFO_REQUEST with " + count + " prompts");
    }
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prompts.add(new Prompt(r.readText(), r.readBoolean()));
    }
    r.expectEnd();
    return new UserauthInfoRequest(name, instruction, languageTag, prompts);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(WireWriter w) {
    w.writeByte(NUMBER).writeUtf8(name).writeUtf8(instruction).writeUtf8(languageTag);
    w.writeUint32(prompts.size());
    for (Prompt p : prompts) {
      w.writeUtf8(p.prompt()).writeBoolean(p.echo());
    }
  }
}
