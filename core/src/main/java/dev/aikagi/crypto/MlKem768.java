package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import org.jspecify.annotations.Nullable;

/**
 * ML-KEM-768 (FIPS 203) with keys and ciphertexts as the bare bytes that SSH sends.
 *
 * <p>The KEM is asked of the provider that made the key: {@code KEM.getInstance} without one loads
 * every provider that there is before it chooses, seven hundred classes where Bouncy Castle is
 * installed.
 */
public final class MlKem768 implements Kem.Pair {
  public static final int PUBLIC_KEY_LENGTH = 1184;
  public static final int CIPHERTEXT_LENGTH = 1088;
  public static final int SECRET_LENGTH = 32;

  private static final String NAME = "ML-KEM-768";

  /** What precedes the key in its X.509 form (RFC 9935). */
  private static final byte[] X509_PREFIX =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  /** One that is made, or being made, before anybody asks. Each pair is given out once. */
  private static final AtomicReference<@Nullable FutureTask<MlKem768>> AHEAD =
      new AtomicReference<>();

  private final KeyPair pair;
  private final Provider provider;

  private MlKem768(KeyPair pair, Provider provider) {
    this.pair = pair;
    this.provider = provider;
  }

  /** A pair of its own for each key exchange. */
  public static MlKem768 generate() {
    FutureTask<MlKem768> ahead = AHEAD.getAndSet(null);
    if (ahead != null) {
      try {
        return ahead.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        // The same is tried again here, and says to whoever needs it what is wrong.
        return fresh();
      }
    }
    return fresh();
  }

  /**
   * Makes the next pair now, on the calling thread, for whoever asks first; who asks meanwhile
   * waits for it. Any thread may call this; a pair that nobody has asked for is dropped for the new
   * one.
   */
  public static void prepare() {
    FutureTask<MlKem768> task = new FutureTask<>(MlKem768::fresh);
    AHEAD.set(task);
    task.run();
  }

  private static MlKem768 fresh() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      return new MlKem768(generator.generateKeyPair(), generator.getProvider());
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(NAME, e);
    }
  }

  /** The encapsulation key, 1184 bytes. */
  @Override
  public byte[] publicValue() {
    byte[] x509 = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(x509, x509.length - PUBLIC_KEY_LENGTH, x509.length);
  }

  /** The shared secret, 32 bytes. */
  @Override
  public SecretBytes decapsulate(byte[] ciphertext) throws DisconnectException {
    KeyExchangeFailures.length("an ML-KEM-768 ciphertext", ciphertext, CIPHERTEXT_LENGTH);
    try {
      KEM.Decapsulator decapsulator =
          KEM.getInstance("ML-KEM", provider).newDecapsulator(pair.getPrivate());
      return SecretBytes.taking(decapsulator.decapsulate(ciphertext).getEncoded());
    } catch (DecapsulateException e) {
      throw KeyExchangeFailures.refused("an ML-KEM-768 ciphertext that cannot be opened", e);
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(NAME, e);
    }
  }

  /**
   * Makes a secret for the owner of this key.
   *
   * @throws DisconnectException for a key of another length, or with coefficients that are not
   *     reduced (FIPS 203 section 7.2)
   */
  public static Encapsulation encapsulate(byte[] publicKey) throws DisconnectException {
    KeyExchangeFailures.length("an ML-KEM-768 key", publicKey, PUBLIC_KEY_LENGTH);
    byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + PUBLIC_KEY_LENGTH);
    System.arraycopy(publicKey, 0, x509, X509_PREFIX.length, PUBLIC_KEY_LENGTH);
    try {
      KeyFactory factory = KeyFactory.getInstance(NAME);
      PublicKey key = factory.generatePublic(new X509EncodedKeySpec(x509));
      KEM.Encapsulated made =
          KEM.getInstance("ML-KEM", factory.getProvider()).newEncapsulator(key).encapsulate();
      return new Encapsulation(made.encapsulation(), SecretBytes.taking(made.key().getEncoded()));
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      throw KeyExchangeFailures.refused("an ML-KEM-768 key that is not valid", e);
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(NAME, e);
    }
  }

  /** Wipes nothing: the key is the JDK's, whose providers need not let it be destroyed. */
  @Override
  public void close() {}
}
