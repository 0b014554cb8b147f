package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.Optional;

/** The fields of a {@link TransferredKey}. */
final class TransferredFields {
  private TransferredFields() {}

  static TransferredKey read(WireReader in) throws MalformedException, KeyFileException {
    WireReader ahead = new WireReader(in.array(), in.position(), in.remaining());
    String name = ahead.readName();
    KeyType type = KeyType.named(name).orElseThrow(() -> unsupported(name));
    if (type.certificate()) {
      in.skip(ahead.position() - in.position());
      return certified(type, in);
    }
    if (type.securityKey()) {
      in.skip(ahead.position() - in.position());
      SecurityKeyPublicKey key = (SecurityKeyPublicKey) PublicKeyParser.fields(type, in);
      return new TransferredKey.OnDevice(PrivateFields.device(key, in), Optional.empty());
    }
    return new TransferredKey.Plain(PrivateFields.read(in));
  }

  private static KeyFileException unsupported(String name) {
    return new KeyFileException(new KeyFileRefusal.UnsupportedType(Printable.of(name, 64)));
  }

  /** The certificate has the public numbers, so that most types repeat the private ones only. */
  private static TransferredKey certified(KeyType type, WireReader in)
      throws MalformedException, KeyFileException {
    Bytes blob = in.readBytes();
    if (KeyType.ofBlob(blob).orElse(null) != type) {
      throw new MalformedException("the certificate is of another type than its key");
    }
    Certificate certificate = Certificate.parse(blob);
    if (certificate.publicKey() instanceof SecurityKeyPublicKey sk) {
      return new TransferredKey.OnDevice(certifiedHandle(sk, in), Optional.of(certificate));
    }
    PrivateKey key = PrivateFields.readCertified(certificate.publicKey(), in);
    if (!key.publicKey().equals(certificate.publicKey())) {
      key.close();
      throw KeyParts.mismatch(type);
    }
    return new TransferredKey.Certified(certificate, key);
  }

  private static SecurityKeyPrivateKey certifiedHandle(SecurityKeyPublicKey key, WireReader in)
      throws MalformedException, KeyFileException {
    boolean same = !(key instanceof SkEd25519PublicKey ed) || in.readBytes().equals(ed.point());
    if (!same || !in.readUtf8().equals(key.application())) {
      throw KeyParts.mismatch(key.type());
    }
    return PrivateFields.device(key, in);
  }

  static void write(WireWriter out, TransferredKey key) {
    switch (key) {
      case TransferredKey.Plain(PrivateKey plain) -> PrivateFields.write(out, plain);
      case TransferredKey.Certified(Certificate certificate, PrivateKey secret) -> {
        out.writeUtf8(certificate.type().wireName()).writeString(certificate.blob());
        PrivateFields.writeCertified(out, secret);
      }
      case TransferredKey.OnDevice device -> onDevice(out, device);
    }
  }

  private static void onDevice(WireWriter out, TransferredKey.OnDevice device) {
    Certificate certificate = device.certificate().orElse(null);
    if (certificate == null) {
      PrivateFields.write(out, device.key());
      return;
    }
    out.writeUtf8(certificate.type().wireName()).writeString(certificate.blob());
    PrivateFields.writeCertified(out, device.key());
  }
}
