package dev.aikagi.tools.ssh;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Tokens;
import dev.aikagi.config.WordSplit;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * KnownHostsCommand: a program that prints known_hosts lines. It is started without a shell, so
 * that no value of a token can be more than an argument. One that fails, does not end in time or
 * prints without end ends ssh: what it would have said about the key is not known.
 */
final class KnownHostsCommand {
  /** What it is asked for. */
  enum Purpose {
    /** Which keys of the host are known, to ask for those first. */
    ORDER,
    HOSTNAME,
    ADDRESS
  }

  /** A directory service may be slow; a person waits. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int MAX_OUTPUT = 4 << 20;

  private final ClientConfig config;
  private final Log log;
  private final Duration limit;

  KnownHostsCommand(ClientConfig config, Log log) {
    this(config, log, LIMIT);
  }

  KnownHostsCommand(ClientConfig config, Log log, Duration limit) {
    this.config = config;
    this.log = log;
    this.limit = limit;
  }

  /**
   * What it prints; empty where there is none, or where it cannot be started, which was then said.
   *
   * @param name the host or address that is looked for
   * @param key the one that the server showed; null before it did
   * @throws IOException if it failed
   */
  Optional<KnownHostsFile> ask(Purpose purpose, String name, @Nullable PublicKey key)
      throws IOException {
    Optional<String> template = config.value(ClientKeywords.KNOWN_HOSTS_COMMAND);
    if (template.isEmpty()) {
      return Optional.empty();
    }
    String tag = "KnownHostsCommand-" + purpose;
    List<String> words = words(config, purpose, name, key);
    String program = words.getFirst();
    if (!program.startsWith("/")) {
      log.error(tag + " path is not absolute");
      return Optional.empty();
    }
    if (!Files.exists(Path.of(program))) {
      log.error("Could not stat " + tag + " \"" + program + "\": No such file or directory");
      return Optional.empty();
    }
    return Optional.of(KnownHostsFile.parse(tag, run(tag, words)));
  }

  private static Tokens tokens(
      ClientConfig config, Purpose purpose, String name, @Nullable PublicKey key) {
    FingerprintHash hash =
        FingerprintHash.named(config.value(ClientKeywords.FINGERPRINT_HASH))
            .orElse(FingerprintHash.SHA256);
    return config
        .tokens()
        .with('I', purpose.name())
        .with('H', name)
        .with('f', key == null ? "NONE" : Fingerprint.of(key, hash).toString())
        .with('K', key == null ? "NONE" : Base64.getEncoder().encodeToString(key.blob().toArray()))
        .with('t', key == null ? "NONE" : key.type().wireName());
  }

  /** Split first and expanded then: a value with a blank stays one argument. */
  static List<String> words(
      ClientConfig config, Purpose purpose, String name, @Nullable PublicKey key)
      throws ConfigException {
    String template = config.value(ClientKeywords.KNOWN_HOSTS_COMMAND).orElse("");
    Tokens tokens = tokens(config, purpose, name, key);
    List<String> words = new ArrayList<>();
    for (String word : WordSplit.words(template)) {
      String expanded =
          tokens.expand(word, variable -> Optional.ofNullable(System.getenv(variable)));
      if (expanded.startsWith("-") && !word.startsWith("-")) {
        // The value of a token would become an option of the program (CVE-2017-1000117's kind).
        throw new ConfigException("KnownHostsCommand: \"" + word + "\" expands to an option");
      }
      words.add(expanded);
    }
    if (words.isEmpty()) {
      throw new ConfigException("KnownHostsCommand \"" + template + "\" names no program");
    }
    return words;
  }

  private byte[] run(String tag, List<String> words) throws IOException {
    Process process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    AtomicBoolean late = new AtomicBoolean();
    // Its end is the end of its output: the read below then returns.
    try (var _ =
            dev.aikagi.transport.Timer.after(
                limit,
                () -> {
                  late.set(true);
                  process.destroyForcibly();
                });
        InputStream out = process.getInputStream()) {
      byte[] text = out.readNBytes(MAX_OUTPUT + 1);
      if (text.length > MAX_OUTPUT) {
        throw new IOException(tag + " prints more than " + MAX_OUTPUT + " bytes");
      }
      int status = process.waitFor();
      if (late.get()) {
        throw new IOException(tag + " did not end within " + limit.toSeconds() + " s");
      }
      if (status != 0) {
        log.error(tag + " " + words.getFirst() + " failed, status " + status);
        throw new IOException("KnownHostsCommand failed");
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(tag + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
