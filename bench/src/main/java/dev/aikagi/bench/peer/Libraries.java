package dev.aikagi.bench.peer;

import java.io.IOException;

/** The libraries by name. */
public final class Libraries {
  private Libraries() {}

  /** Opens a library for one server. */
  public static Library open(String name, Target target) throws IOException {
    return switch (name) {
      case "aikagi" -> new AikagiLibrary(target);
      case "JSch" -> new JschLibrary(target);
      case "sshj" -> new SshjLibrary(target);
      case "MINA" -> new MinaLibrary(target);
      default -> throw new IllegalArgumentException("no library " + name);
    };
  }
}
