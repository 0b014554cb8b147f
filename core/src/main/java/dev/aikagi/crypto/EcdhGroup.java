package dev.aikagi.crypto;

import dev.aikagi.DisconnectException;
import dev.aikagi.SecretBytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** The curves of ecdh-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656). */
public enum EcdhGroup {
  NISTP256("nistp256", "secp256r1", 32),
  NISTP384("nistp384", "secp384r1", 48),
  NISTP521("nistp521", "secp521r1", 66);

  private static final byte UNCOMPRESSED = 4;

  private final String sshName;
  private final String jdkName;
  private final int fieldLength;

  EcdhGroup(String sshName, String jdkName, int fieldLength) {
    this.sshName = sshName;
    this.jdkName = jdkName;
    this.fieldLength = fieldLength;
  }

  /** The curve's name in SSH. */
  public String sshName() {
    return sshName;
  }

  /** Bytes of a coordinate. */
  public int fieldLength() {
    return fieldLength;
  }

  public ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(jdkName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(sshName, e);
    }
  }

  public KeyAgreementKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(jdkName));
      return new KeyAgreementKey(this, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw KeyExchangeFailures.broken(sshName, e);
    }
  }

  /** The uncompressed form of SEC 1 section 2.3.3. */
  public byte[] encode(ECPoint point) {
    byte[] out = new byte[1 + 2 * fieldLength];
    out[0] = UNCOMPRESSED;
    put(point.getAffineX(), out, 1);
    put(point.getAffineY(), out, 1 + fieldLength);
    return out;
  }

  private void put(BigInteger coordinate, byte[] target, int offset) {
    byte[] bytes = coordinate.toByteArray();
    int from = bytes.length > fieldLength ? bytes.length - fieldLength : 0;
    int count = bytes.length - from;
    System.arraycopy(bytes, from, target, offset + fieldLength - count, count);
  }

  /**
   * The point of an uncompressed encoding, validated as SEC 1 section 3.2.2 asks. The curves have
   * the cofactor 1, so every point on them has the right order.
   *
   * @throws DisconnectException for another length or form, a coordinate out of the field, or a
   *     point that is not on the curve
   */
  public ECPoint decode(byte[] encoded) throws DisconnectException {
    KeyExchangeFailures.length("a point on " + sshName, encoded, 1 + 2 * fieldLength);
    if (encoded[0] != UNCOMPRESSED) {
      throw KeyExchangeFailures.refused("a point on " + sshName + " in another form");
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(encoded, 1, 1 + fieldLength));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(encoded, 1 + fieldLength, encoded.length));
    ECParameterSpec spec = parameters();
    BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      throw KeyExchangeFailures.refused("a coordinate outside the field of " + sshName);
    }
    BigInteger right =
        x.multiply(x).add(spec.getCurve().getA()).multiply(x).add(spec.getCurve().getB()).mod(p);
    if (!y.multiply(y).mod(p).equals(right)) {
      throw KeyExchangeFailures.refused("a point that is not on " + sshName);
    }
    return new ECPoint(x, y);
  }

  /** One side's key pair, for one agreement. */
  public static final class KeyAgreementKey implements EcdhKey {
    private final EcdhGroup group;
    private final PrivateKey privateKey;
    private final ECPublicKey publicKey;

    private KeyAgreementKey(EcdhGroup group, KeyPair pair) {
      this.group = group;
      this.privateKey = pair.getPrivate();
      this.publicKey = (ECPublicKey) pair.getPublic();
    }

    @Override
    public byte[] publicValue() {
      return group.encode(publicKey.getW());
    }

    /**
     * The x coordinate of the shared point, with its leading zeros: it goes into the exchange hash
     * as an mpint.
     *
     * @throws DisconnectException for what {@link #decode} refuses
     */
    @Override
    public SecretBytes agree(byte[] peer) throws DisconnectException {
      ECPublicKeySpec spec = new ECPublicKeySpec(group.decode(peer), publicKey.getParams());
      try {
        PublicKey peerKey = KeyFactory.getInstance("EC").generatePublic(spec);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(privateKey);
        agreement.doPhase(peerKey, true);
        return SecretBytes.taking(agreement.generateSecret());
      } catch (GeneralSecurityException e) {
        throw KeyExchangeFailures.refused("a point that " + group.sshName + " does not take", e);
      }
    }
  }
}
