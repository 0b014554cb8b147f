package dev.aikagi.tools.securitykey;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeyPublicKey;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.key.SkEcdsaPublicKey;
import dev.aikagi.key.SkEd25519PublicKey;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.posix.SecurityKeyProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Signs with an authenticator, through a library that is loaded when that is first wanted. */
public final class Token implements SecurityKeySigner.Authenticator {
  private final String provider;
  private final String prompt;
  private final boolean asksFirst;
  private final Person person;

  /** Whoever has the authenticator. */
  public interface Person {
    /** Empty or null where nobody answers. */
    @Nullable SecretBytes pin(String prompt) throws IOException;

    void told(String text);
  }

  /**
   * @param provider "internal", or a file
   * @param prompt for the PIN; %s is the kind of key
   * @param asksFirst whether a key that wants somebody verified is not even tried without a PIN;
   *     with a fingerprint none is needed
   */
  public Token(String provider, String prompt, boolean asksFirst, Person person) {
    this.provider = provider;
    this.prompt = prompt;
    this.asksFirst = asksFirst;
    this.person = person;
  }

  @Override
  public SecurityKeySigner.Answer sign(SecurityKeyPrivateKey key, byte[] data)
      throws TokenException {
    SecurityKeyProvider library;
    try {
      library = SecurityKeyProvider.load(provider);
    } catch (SecurityKeyException e) {
      throw new TokenException(e);
    }
    boolean asks = asksFirst && key.has(SecurityKeyPrivateKey.USER_VERIFICATION);
    try (SecretBytes pin = asks ? pin(key) : null) {
      return sign(library, key, data, pin);
    } catch (SecurityKeyException e) {
      if (asks || e.kind() != SecurityKeyException.Kind.PIN_REQUIRED) {
        throw new TokenException(e);
      }
    }
    try (SecretBytes pin = pin(key)) {
      return sign(library, key, data, pin);
    } catch (SecurityKeyException e) {
      throw new TokenException(e);
    }
  }

  private @Nullable SecretBytes pin(SecurityKeyPrivateKey key) {
    try {
      return person.pin(prompt.formatted(key.type().shortName()));
    } catch (IOException e) {
      // Nobody can be asked: the authenticator says what it misses.
      return null;
    }
  }

  private SecurityKeySigner.Answer sign(
      SecurityKeyProvider library,
      SecurityKeyPrivateKey key,
      byte[] data,
      @Nullable SecretBytes pin)
      throws SecurityKeyException {
    boolean touches = key.has(SecurityKeyPrivateKey.USER_PRESENCE);
    if (touches) {
      person.told(
          "Confirm user presence for key "
              + key.type().shortName()
              + " "
              + Fingerprint.of(key.publicKey()));
    }
    SecurityKeyProvider.Signed signed =
        library.sign(
            algorithm(key.publicKey()),
            data,
            key.publicKey().application(),
            key.keyHandle().expose(),
            key.flags(),
            pin == null ? null : pin.expose());
    if (touches) {
      person.told("User presence confirmed");
    }
    return new SecurityKeySigner.Answer(
        signed.flags(), signed.counter(), signed.first(), signed.second());
  }

  static int algorithm(SecurityKeyPublicKey key) {
    return key instanceof SkEcdsaPublicKey
        ? SecurityKeyProvider.ECDSA
        : SecurityKeyProvider.ED25519;
  }

  /** A key that an authenticator keeps, as OpenSSH takes it: somebody has to touch for it. */
  public static SecurityKeyPrivateKey resident(SecurityKeyProvider.ResidentKey found)
      throws MalformedException {
    int flags =
        SecurityKeyPrivateKey.USER_PRESENCE
            | SecurityKeyPrivateKey.RESIDENT
            | (found.flags() & SecurityKeyPrivateKey.USER_VERIFICATION);
    return key(found.algorithm(), found.key(), found.application(), flags);
  }

  /**
   * The key that a library says it made or found.
   *
   * @throws MalformedException for what is no key of that kind
   */
  public static SecurityKeyPrivateKey key(
      int algorithm, SecurityKeyProvider.Enrolled made, String application, int flags)
      throws MalformedException {
    Bytes point = made.publicKey();
    try {
      SecurityKeyPublicKey key =
          switch (algorithm) {
            case SecurityKeyProvider.ECDSA -> new SkEcdsaPublicKey(point, application);
            case SecurityKeyProvider.ED25519 -> new SkEd25519PublicKey(point, application);
            default -> throw new MalformedException("a key of kind " + algorithm);
          };
      // Looks at the point as at one that comes from a file.
      PublicKey.parse(key.blob());
      return new SecurityKeyPrivateKey(
          key, flags, SecretBytes.taking(made.keyHandle().toArray()), Bytes.EMPTY);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("no point of such a key", e);
    }
  }
}
