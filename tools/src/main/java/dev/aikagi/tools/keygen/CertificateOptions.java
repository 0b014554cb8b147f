package dev.aikagi.tools.keygen;

import dev.aikagi.key.Certificate.Option;
import dev.aikagi.key.CertificateBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The values of -O for certificates, in whatever case of letters, as OpenSSH takes them. */
final class CertificateOptions {
  private static final String FORCE_COMMAND = "force-command";
  private static final String SOURCE_ADDRESS = "source-address";
  private static final String VERIFY = "verify-required";
  private static final String NO_TOUCH = "no-touch-required";

  private final Desk desk;

  /** Flags that are on; "verify-required" is the one among them that is critical. */
  private final Set<String> flags = new HashSet<>();

  private final Map<String, String> texts = new TreeMap<>();
  private final List<Option> critical = new ArrayList<>();
  private final List<Option> extensions = new ArrayList<>();

  private CertificateOptions(Desk desk) {
    this.desk = desk;
  }

  static CertificateOptions parse(List<String> values, boolean host, Desk desk) throws Failure {
    CertificateOptions options = new CertificateOptions(desk);
    if (!host) {
      options.flags.addAll(CertificateBuilder.PERMISSIONS);
    }
    for (String value : values) {
      options.take(value);
    }
    return options;
  }

  private void take(String value) throws Failure {
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.equals("clear")) {
      flags.clear();
    } else if (takeFlag(lower)) {
      return;
    } else if (lower.startsWith(FORCE_COMMAND + "=")) {
      text(FORCE_COMMAND, value);
    } else if (lower.startsWith(SOURCE_ADDRESS + "=")) {
      text(SOURCE_ADDRESS, value);
    } else if (lower.startsWith("extension:")) {
      extensions.add(custom(value));
    } else if (lower.startsWith("critical:")) {
      critical.add(custom(value));
    } else {
      throw Failure.fatal("Unsupported certificate option \"" + value + "\"");
    }
  }

  private boolean takeFlag(String lower) {
    for (String permission : CertificateBuilder.PERMISSIONS) {
      String name = permission.toLowerCase(Locale.ROOT);
      if (lower.equals(name)) {
        return on(permission);
      }
      if (lower.equals(name.replace("permit-", "no-"))) {
        return off(permission);
      }
    }
    return switch (lower) {
      case "touch-required" -> off(NO_TOUCH);
      case NO_TOUCH -> on(NO_TOUCH);
      case VERIFY -> on(VERIFY);
      case "no-verify-required" -> off(VERIFY);
      default -> false;
    };
  }

  private boolean on(String flag) {
    flags.add(flag);
    return true;
  }

  private boolean off(String flag) {
    flags.remove(flag);
    return true;
  }

  private void text(String name, String value) throws Failure {
    String text = value.substring(name.length() + 1);
    if (text.isEmpty()) {
      throw Failure.fatal("Empty " + name + " option");
    }
    if (texts.containsKey(name)) {
      throw Failure.fatal(name + " already specified");
    }
    if (name.equals(SOURCE_ADDRESS)) {
      SourceAddresses.check(text, desk);
    }
    texts.put(name, text);
  }

  private static Option custom(String value) {
    String text = value.substring(value.indexOf(':') + 1);
    int equals = text.indexOf('=');
    return equals < 0
        ? Option.flag(text)
        : Option.of(text.substring(0, equals), text.substring(equals + 1));
  }

  void apply(CertificateBuilder builder) throws Failure {
    CertificateBuilder.PERMISSIONS.forEach(builder::withoutExtension);
    List<Option> criticalOnes = new ArrayList<>(critical);
    List<Option> others = new ArrayList<>(extensions);
    texts.forEach((name, text) -> criticalOnes.add(Option.of(name, text)));
    for (String flag : flags) {
      (flag.equals(VERIFY) ? criticalOnes : others).add(Option.flag(flag));
    }
    for (Option option : once(criticalOnes)) {
      builder.critical(option);
    }
    for (Option option : once(others)) {
      builder.extension(option);
    }
  }

  /** OpenSSH writes them twice. Which of two values a reader takes is anybody's guess. */
  private static Iterable<Option> once(List<Option> options) throws Failure {
    Map<String, Option> named = new TreeMap<>();
    for (Option option : options) {
      Optional<Option> other = Optional.ofNullable(named.put(option.name(), option));
      if (other.isPresent() && !other.get().equals(option)) {
        throw Failure.fatal("certificate option \"" + option.name() + "\" has two values");
      }
    }
    return named.values();
  }
}
