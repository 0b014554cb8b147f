package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the tool in memory, with a home of its own and answers given beforehand. */
final class Session {
  static final Instant NOW = Instant.parse("2026-11-27T17:10:46Z");

  private final Path home;
  private final ArrayDeque<String> secrets = new ArrayDeque<>();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private @Nullable String agentSocket;
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

  Session withAgent(String socket) {
    agentSocket = socket;
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
            home,
            Clock.fixed(NOW, ZoneOffset.UTC),
            Optional.ofNullable(agentSocket),
            Optional.empty());
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
