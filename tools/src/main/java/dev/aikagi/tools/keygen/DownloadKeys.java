package dev.aikagi.tools.keygen;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.posix.SecurityKeyProvider;
import dev.aikagi.posix.SecurityKeyProvider.ResidentKey;
import dev.aikagi.tools.securitykey.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** -K: fetches the keys that an authenticator keeps. */
final class DownloadKeys {
  private final Request request;
  private final Desk desk;

  DownloadKeys(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
  }

  void run() throws Failure, IOException {
    Map<String, String> options = options();
    List<ResidentKey> keys;
    try (SecretBytes pin = desk.passphrase("Enter PIN for authenticator: ")) {
      if (!request.quiet()) {
        desk.line("You may need to touch your authenticator to authorize key download.");
        desk.out().flush();
      }
      keys = SecurityKeyProvider.load(request.provider()).residentKeys(pin.expose(), options);
    } catch (SecurityKeyException e) {
      throw SecurityKeyWords.failure("Unable to load resident keys", e, desk);
    }
    if (keys.isEmpty()) {
      desk.log("No keys to download");
      return;
    }
    Generate generate = new Generate(request, desk);
    SecretBytes passphrase = null;
    try {
      for (ResidentKey key : keys) {
        String suffix = suffix(key);
        String name = name(key, suffix);
        if (!generate.mayOverwrite(name)) {
          return;
        }
        if (passphrase == null) {
          passphrase = generate.passphrase();
        }
        save(key, suffix, name, passphrase);
      }
    } finally {
      if (passphrase != null) {
        passphrase.close();
      }
    }
  }

  private Map<String, String> options() throws Failure {
    Map<String, String> out = new LinkedHashMap<>();
    for (String option : request.issue().options()) {
      if (!option.startsWith("device=")) {
        throw Failure.fatal("Option \"" + option + "\" is unsupported for FIDO key download");
      }
      out.put("device", option.substring("device=".length()));
    }
    return out;
  }

  private void save(ResidentKey found, String suffix, String name, SecretBytes passphrase)
      throws Failure {
    int flags =
        SecurityKeyPrivateKey.USER_PRESENCE
            | SecurityKeyPrivateKey.RESIDENT
            | (found.flags() & SecurityKeyPrivateKey.USER_VERIFICATION);
    try (SecurityKeyPrivateKey key =
        Token.key(found.algorithm(), found.key(), found.application(), flags)) {
      new Saving(request).privateKey(key, name, passphrase, found.application());
      Saving.publicKey(key.publicKey(), name + ".pub", found.application());
      if (!request.quiet()) {
        String application = suffix.isEmpty() ? "" : " " + found.application();
        desk.line("Saved " + key.type().shortName() + " key" + application + " to " + name);
      }
    } catch (MalformedException e) {
      throw Failure.fatal("Unable to load resident keys: invalid format");
    }
  }

  private static String name(ResidentKey key, String suffix) throws Failure {
    String kind =
        switch (key.algorithm()) {
          case SecurityKeyProvider.ECDSA -> "ecdsa";
          case SecurityKeyProvider.ED25519 -> "ed25519";
          default -> throw Failure.fatal("Unsupported key type " + key.algorithm());
        };
    return "id_" + kind + "_sk_rk" + (suffix.isEmpty() ? "" : "_" + suffix);
  }

  /** What the key is for, and whose it is, as far as the authenticator says. */
  static String suffix(ResidentKey key) {
    String application = key.application();
    for (String prefix : List.of("ssh://", "ssh:")) {
      if (application.startsWith(prefix)) {
        application = application.substring(prefix.length());
        break;
      }
    }
    byte[] user = key.userId().toArray();
    int end = user.length;
    while (end > 0 && user[end - 1] == 0) {
      end--;
    }
    String safe = partOfName(application.getBytes(StandardCharsets.UTF_8));
    return end == 0 ? safe : safe + "_" + partOfName(Arrays.copyOf(user, end));
  }

  /** An authenticator that somebody else filled must not say where a file is written. */
  private static String partOfName(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean moves = text.contains("/") || text.contains("..") || text.contains("\\");
      if (!moves && text.chars().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      return HexFormat.of().formatHex(bytes);
    }
    return HexFormat.of().formatHex(bytes);
  }
}
