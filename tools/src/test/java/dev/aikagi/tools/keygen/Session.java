package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/** One run of the tool in memory, with a home of its own and answers given beforehand. */
final class Session {
  private final Path home;
  private final ArrayDeque<String> secrets = new ArrayDeque<>();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private String input = "";
  private int code;

  Session(Path home) {
    this.home = home;
  }

  Session types(String lines) {
    input = lines;
    return this;
  }

  Session whispers(String... passphrases) {
    secrets.addAll(List.of(passphrases));
    return this;
  }

  Session run(String... words) {
    PrintStream out = new PrintStream(all, true, StandardCharsets.UTF_8);
    Desk desk =
        new Desk(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            out,
            (prompt, _) -> {
              out.print(prompt + "\n");
              return SecretBytes.taking(secrets.remove().getBytes(StandardCharsets.UTF_8));
            },
            "hoge",
            "example",
            home);
    code = SshKeygen.run(List.of(words), desk);
    return this;
  }

  int code() {
    return code;
  }

  /** Both streams in the order of writing, lines ending as text. */
  String said() {
    return all.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
