package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finite-field Diffie-Hellman group (RFC 4253 section 8, RFC 4419). */
public final class DhGroup {
  /** Oakley group 2 (RFC 2409), which RFC 4253 calls group 1: breakable by a state (Logjam). */
  public static final DhGroup GROUP1 =
      of(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381"
              + "ffffffffffffffff");

  /** RFC 3526. */
  public static final DhGroup GROUP14 =
      of(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aacaa68ffffffffffffffff");

  /** RFC 3526. */
  public static final DhGroup GROUP15 =
      of(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7d"
              + "b3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864"
              + "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab31"
              + "43db5bfce0fd108e4b82d120a93ad2caffffffffffffffff");

  /** RFC 3526. */
  public static final DhGroup GROUP16 =
      of(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7d"
              + "b3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864"
              + "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab31"
              + "43db5bfce0fd108e4b82d120a92108011a723c12a787e6d788719a10bdba5b2699c327186af4e23c"
              + "1a946834b6150bda2583e9ca2ad44ce8dbbbc2db04de8ef92e8efc141fbecaa6287c59474e6bc05d"
              + "99b2964fa090c3a2233ba186515be7ed1f612970cee2d7afb81bdd762170481cd0069127d5b05aa9"
              + "93b4ea988d8fddc186ffb7dc90a6c08f4df435c934063199ffffffffffffffff");

  /** RFC 3526. */
  public static final DhGroup GROUP17 =
      of(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7d"
              + "b3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864"
              + "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab31"
              + "43db5bfce0fd108e4b82d120a92108011a723c12a787e6d788719a10bdba5b2699c327186af4e23c"
              + "1a946834b6150bda2583e9ca2ad44ce8dbbbc2db04de8ef92e8efc141fbecaa6287c59474e6bc05d"
              + "99b2964fa090c3a2233ba186515be7ed1f612970cee2d7afb81bdd762170481cd0069127d5b05aa9"
              + "93b4ea988d8fddc186ffb7dc90a6c08f4df435c93402849236c3fab4d27c7026c1d4dcb2602646de"
              + "c9751e763dba37bdf8ff9406ad9e530ee5db382f413001aeb06a53ed9027d831179727b0865a8918"
              + "da3edbebcf9b14ed44ce6cbaced4bb1bdb7f1447e6cc254b332051512bd7af426fb8f401378cd2bf"
              + "5983ca01c64b92ecf032ea15d1721d03f482d7ce6e74fef6d55e702f46980c82b5a84031900b1c9e"
              + "59e7c97fbec7e8f323a97a7e36cc88be0f1d45b7ff585ac54bd407b22b4154aacc8f6d7ebf48e1d8"
              + "14cc5ed20f8037e0a79715eef29be32806a1d58bb7c5da76f550aa3d8a1fbff0eb19ccb1a313d55c"
              + "da56c9ec2ef29632387fe8d76e3c0468043e8f663f4860ee12bf2d5b0b7474d6e694f91e6dcc4024"
              + "ffffffffffffffff");

  /** RFC 3526. */
  public static final DhGroup GROUP18 =
      of(
          "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
              + "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
              + "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
              + "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
              + "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
              + "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
              + "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7d"
              + "b3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864"
              + "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab31"
              + "43db5bfce0fd108e4b82d120a92108011a723c12a787e6d788719a10bdba5b2699c327186af4e23c"
              + "1a946834b6150bda2583e9ca2ad44ce8dbbbc2db04de8ef92e8efc141fbecaa6287c59474e6bc05d"
              + "99b2964fa090c3a2233ba186515be7ed1f612970cee2d7afb81bdd762170481cd0069127d5b05aa9"
              + "93b4ea988d8fddc186ffb7dc90a6c08f4df435c93402849236c3fab4d27c7026c1d4dcb2602646de"
              + "c9751e763dba37bdf8ff9406ad9e530ee5db382f413001aeb06a53ed9027d831179727b0865a8918"
              + "da3edbebcf9b14ed44ce6cbaced4bb1bdb7f1447e6cc254b332051512bd7af426fb8f401378cd2bf"
              + "5983ca01c64b92ecf032ea15d1721d03f482d7ce6e74fef6d55e702f46980c82b5a84031900b1c9e"
              + "59e7c97fbec7e8f323a97a7e36cc88be0f1d45b7ff585ac54bd407b22b4154aacc8f6d7ebf48e1d8"
              + "14cc5ed20f8037e0a79715eef29be32806a1d58bb7c5da76f550aa3d8a1fbff0eb19ccb1a313d55c"
              + "da56c9ec2ef29632387fe8d76e3c0468043e8f663f4860ee12bf2d5b0b7474d6e694f91e6dbe1159"
              + "74a3926f12fee5e438777cb6a932df8cd8bec4d073b931ba3bc832b68d9dd300741fa7bf8afc47ed"
              + "2576f6936ba424663aab639c5ae4f5683423b4742bf1c978238f16cbe39d652de3fdb8befc848ad9"
              + "22222e04a4037c0713eb57a81a23f0c73473fc646cea306b4bcbc8862f8385ddfa9d4b7fa2c087e8"
              + "79683303ed5bdd3a062b3cf5b3a278a66d2a13f83f44f82ddf310ee074ab6a364597e899a0255dc1"
              + "64f31cc50846851df9ab48195ded7ea1b1d510bd7ee74d73faf36bc31ecfa268359046f4eb879f92"
              + "4009438b481c6cd7889a002ed5ee382bc9190da6fc026e479558e4475677e9aa9e3050e2765694df"
              + "c81f56e880b96e7160c980dd98edd3dfffffffffffffffff");

  /** What a server without a moduli file offers in a group exchange, by size. */
  public static final List<DhGroup> SAFE = List.of(GROUP14, GROUP15, GROUP16, GROUP17, GROUP18);

  /** The least and the most bits of a group that a peer may choose (RFC 8270 section 2). */
  public static final int MIN_BITS = 2048;

  public static final int MAX_BITS = 8192;

  /**
   * Twice the strength of the strongest key that is derived from the secret, as RFC 4419 section
   * 6.2 asks.
   */
  private static final int EXPONENT_BITS = 512;

  private final BigInteger p;
  private final BigInteger g;

  private DhGroup(BigInteger p, BigInteger g) {
    this.p = p;
    this.g = g;
  }

  private static DhGroup of(String prime) {
    return new DhGroup(new BigInteger(prime, 16), BigInteger.TWO);
  }

  /**
   * A group out of this side's own moduli file.
   *
   * @throws IllegalArgumentException for numbers that cannot be a group
   */
  public static DhGroup local(BigInteger p, BigInteger g) {
    if (fault(p, g) != null) {
      throw new IllegalArgumentException(fault(p, g));
    }
    return new DhGroup(p, g);
  }

  /**
   * The group that a server chose.
   *
   * @throws DisconnectException for a size outside the two limits or numbers that cannot be a group
   */
  public static DhGroup chosenByPeer(BigInteger p, BigInteger g, int minBits, int maxBits)
      throws DisconnectException {
    if (p.bitLength() < minBits || p.bitLength() > maxBits) {
      throw KeyExchangeFailures.refused(
          "a group of "
              + p.bitLength()
              + " bits where "
              + minBits
              + " to "
              + maxBits
              + " were asked for");
    }
    String fault = fault(p, g);
    if (fault != null) {
      throw KeyExchangeFailures.refused(fault);
    }
    return new DhGroup(p, g);
  }

  private static @Nullable String fault(BigInteger p, BigInteger g) {
    if (p.signum() <= 0 || !p.testBit(0)) {
      return "a group whose modulus is not an odd positive number";
    }
    if (g.compareTo(BigInteger.ONE) <= 0 || g.compareTo(p.subtract(BigInteger.ONE)) >= 0) {
      return "a group whose generator is not between 1 and p-1";
    }
    return null;
  }

  public BigInteger p() {
    return p;
  }

  public BigInteger g() {
    return g;
  }

  public int bits() {
    return p.bitLength();
  }

  public KeyAgreementKey generate() {
    return new KeyAgreementKey(this, new SecureRandom());
  }

  /** One side's key pair, for one agreement. */
  public static final class KeyAgreementKey {
    private final DhGroup group;
    private final BigInteger exponent;
    private final BigInteger publicValue;

    private KeyAgreementKey(DhGroup group, SecureRandom random) {
      this.group = group;
      int bits = Math.min(EXPONENT_BITS, group.bits() - 1);
      // The top bit is set, so that the length of the exponent says nothing.
      exponent = new BigInteger(bits - 1, random).setBit(bits - 1);
      publicValue = group.g.modPow(exponent, group.p);
    }

    /** e or f of RFC 4253 section 8. */
    public BigInteger publicValue() {
      return publicValue;
    }

    /**
     * K as unsigned big-endian bytes; it goes into the exchange hash as an mpint.
     *
     * @throws DisconnectException for a value outside [2, p-2]: 0, 1 and p-1 fix the secret
     */
    public SecretBytes agree(BigInteger peer) throws DisconnectException {
      BigInteger last = group.p.subtract(BigInteger.TWO);
      if (peer.compareTo(BigInteger.TWO) < 0 || peer.compareTo(last) > 0) {
        throw KeyExchangeFailures.refused("a Diffie-Hellman value outside 2 to p-2");
      }
      byte[] secret = peer.modPow(exponent, group.p).toByteArray();
      if (secret[0] != 0) {
        return SecretBytes.taking(secret);
      }
      SecretBytes unsigned = SecretBytes.taking(Arrays.copyOfRange(secret, 1, secret.length));
      Arrays.fill(secret, (byte) 0);
      return unsigned;
    }
  }
}
