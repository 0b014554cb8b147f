package dev.aikagi.tools.configcheck;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.config.Tokens;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.AuthorizedKeys;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.FileModes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many keys an account's files have that count. */
final class KeyFiles {
  private static final int MAX_FILE = 16 << 20;

  private final Account account;
  private final ServerConfig config;
  private final List<Step> steps = new ArrayList<>();
  private int keys;
  private boolean unknown;

  KeyFiles(Account account, ServerConfig config) {
    this.account = account;
    this.config = config;
    for (String template : config.value(ServerKeywords.AUTHORIZED_KEYS_FILE)) {
      file(template);
    }
  }

  int keys() {
    return keys;
  }

  /** Whether there may be more that could not be looked at. */
  boolean unknown() {
    return unknown;
  }

  /** What is to be said of the files. */
  List<Step> steps() {
    return steps;
  }

  private void file(String template) {
    try {
      Tokens tokens =
          new Tokens()
              .with('h', account.home().toString())
              .with('u', account.name())
              .with('U', Long.toString(account.uid()));
      String name = tokens.expand(template);
      // No file has such a name, so nobody has keys there.
      if (name.indexOf('\0') < 0) {
        count(account.home().resolve(name));
      }
    } catch (NoSuchFileException | ConfigException e) {
      return;
    } catch (IOException e) {
      unknown = true;
      note("config-check.unknown-keys", template, "fault", Faults.why(e));
    }
  }

  private void count(Path file) throws IOException {
    // Its owner may have put a FIFO there.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return;
    }
    byte[] text;
    try (InputStream in = Files.newInputStream(file)) {
      text = in.readNBytes(MAX_FILE);
    }
    if (config.value(ServerKeywords.STRICT_MODES)) {
      List<FileModeReason> faults =
          FileModes.strictModes(
              file, account.home(), account.uid(), account.name(), new Attributes());
      if (!faults.isEmpty()) {
        note("config-check.strict-modes", file.toString(), "reason", faults.getFirst().summary());
        return;
      }
    }
    boolean commandsOnly =
        account.isRoot()
            && config.value(ServerKeywords.PERMIT_ROOT_LOGIN).equals("forced-commands-only");
    keys +=
        (int)
            AuthorizedKeys.examine(file.toString(), text).lines().stream()
                .filter(
                    l ->
                        l instanceof AuthorizedKeys.Line.Entry e
                            && (!commandsOnly || e.options().command() != null))
                .count();
  }

  private void note(String key, String file, String name, String value) {
    Words words = Words.of(key, "user", account.name(), "file", file, name, value);
    steps.add(Step.of(Mark.NOTE, words));
  }

  /** Of files, as they are now. */
  private record Attributes() implements FileModes.Source {
    @Override
    public Optional<FileModes.Attributes> of(Path path) {
      try {
        int mode = number(Files.getAttribute(path, "unix:mode"));
        long uid = Integer.toUnsignedLong(number(Files.getAttribute(path, "unix:uid")));
        FileModes.Kind kind =
            Files.isDirectory(path)
                ? FileModes.Kind.FOLDER
                : Files.isRegularFile(path) ? FileModes.Kind.FILE : FileModes.Kind.OTHER;
        return Optional.of(new FileModes.Attributes(kind, mode & 07777, uid, Long.toString(uid)));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    private static int number(@Nullable Object attribute) {
      return attribute instanceof Integer value ? value : 0;
    }

    @Override
    public @Nullable Path realPath(Path path) {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        return null;
      }
    }
  }
}
