package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Printable;
import dev.aikagi.wire.WireReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A key revocation list of ssh-keygen -k (OpenSSH's PROTOCOL.krl). Whoever cannot read one must
 * refuse every key: {@link #parse} skips nothing that it does not know.
 */
public final class RevocationList {
  static final Bytes MAGIC = Bytes.utf8("SSHKRL\n\0");
  static final int FORMAT = 1;
  static final int CERTIFICATES = 1;
  static final int KEYS = 2;
  static final int SHA1 = 3;
  static final int SHA256 = 5;
  static final int KEY_IDS = 0x23;

  private final Set<Bytes> keys = new HashSet<>();
  private final Set<Bytes> sha1 = new HashSet<>();
  private final Set<Bytes> sha256 = new HashSet<>();
  private final List<OfAuthority> certificates = new ArrayList<>();
  private final long version;
  private final long generated;
  private final String comment;

  private RevocationList(long version, long generated, String comment) {
    this.version = version;
    this.generated = generated;
    this.comment = comment;
  }

  /** Certificates of one authority; of all of them where its blob is empty. */
  private record OfAuthority(Bytes authority, List<Serials> serials, Set<Bytes> ids) {
    boolean revokes(Certificate c) {
      if (!authority.isEmpty() && !authority.equals(c.signatureKey().blob())) {
        return false;
      }
      // Zero is what an authority writes that does not count: no serial number revokes it.
      boolean bySerial =
          c.serial() != 0 && serials.stream().anyMatch(some -> some.contain(c.serial()));
      return bySerial || ids.contains(c.keyIdBytes());
    }
  }

  /** Serial numbers, which are unsigned. */
  private sealed interface Serials {
    boolean contain(long serial);

    void each(Consumer<SerialRange> out);

    record Range(SerialRange range) implements Serials {
      @Override
      public boolean contain(long serial) {
        return Long.compareUnsigned(serial, range.low()) >= 0
            && Long.compareUnsigned(serial, range.high()) <= 0;
      }

      @Override
      public void each(Consumer<SerialRange> out) {
        out.accept(range);
      }
    }

    record Bitmap(long offset, BigInteger bits) implements Serials {
      @Override
      public boolean contain(long serial) {
        long bit = serial - offset;
        return Long.compareUnsigned(serial, offset) >= 0
            && Long.compareUnsigned(bit, bits.bitLength()) < 0
            && bits.testBit((int) bit);
      }

      @Override
      public void each(Consumer<SerialRange> out) {
        int bit = 0;
        while (bit < bits.bitLength()) {
          int from = bit;
          while (bits.testBit(bit)) {
            bit++;
          }
          if (bit > from) {
            out.accept(new SerialRange(offset + from, offset + bit - 1));
          }
          bit++;
        }
      }
    }
  }

  /** Whether a file begins as one. */
  public static boolean is(byte[] file) {
    return file.length >= MAGIC.length() && Bytes.of(file, 0, MAGIC.length()).equals(MAGIC);
  }

  /**
   * Reads one. Its signature, where it has any, is not looked at: the file's owner answers for it.
   * OpenSSH since 9.4 takes no list with a signature.
   */
  public static RevocationList parse(byte[] file) throws MalformedException {
    if (!is(file)) {
      throw new MalformedException("no key revocation list");
    }
    WireReader in = new WireReader(file);
    in.skip(MAGIC.length());
    long format = in.readUint32();
    if (format != FORMAT) {
      throw new MalformedException("a key revocation list of format " + format);
    }
    long version = in.readUint64();
    long generated = in.readUint64();
    in.skip(Long.BYTES); // Flags, of which there are none.
    in.skip(in.readStringLength()); // Reserved.
    RevocationList list = new RevocationList(version, generated, in.readText());
    while (in.remaining() > 0) {
      list.section(in);
    }
    return list;
  }

  private void section(WireReader in) throws MalformedException {
    int type = in.readByte();
    WireReader section = in.readNested();
    switch (type) {
      case CERTIFICATES -> certificates.add(certificates(section));
      case KEYS -> blobs(section, keys, 0);
      case SHA1 -> blobs(section, sha1, 20);
      // A signature: the key that was read as its section, and then the signature itself.
      case 4 -> {
        in.skip(in.readStringLength());
        section.skip(section.remaining());
      }
      case SHA256 -> blobs(section, sha256, 32);
      case 255 -> extension(section);
      default -> throw new MalformedException("a section of type " + type);
    }
    section.expectEnd();
  }

  /**
   * Strings to the end.
   *
   * @param length of each; 0 where it may be any
   */
  private static void blobs(WireReader in, Set<Bytes> out, int length) throws MalformedException {
    while (in.remaining() > 0) {
      Bytes blob = in.readBytes();
      if (length != 0 && blob.length() != length) {
        throw new MalformedException("a hash of " + blob.length() + " bytes, not " + length);
      }
      out.add(blob);
    }
  }

  private static OfAuthority certificates(WireReader in) throws MalformedException {
    Bytes authority = in.readBytes();
    if (!authority.isEmpty() && KeyType.ofBlob(authority).isEmpty()) {
      throw new MalformedException("an authority that is no key");
    }
    in.skip(in.readStringLength());
    OfAuthority out = new OfAuthority(authority, new ArrayList<>(), new HashSet<>());
    while (in.remaining() > 0) {
      int type = in.readByte();
      WireReader part = in.readNested();
      switch (type) {
        case 0x20 -> {
          while (part.remaining() > 0) {
            long serial = part.readUint64();
            out.serials.add(range(serial, serial));
          }
        }
        case 0x21 -> out.serials.add(range(part.readUint64(), part.readUint64()));
        case 0x22 -> out.serials.add(bitmap(part.readUint64(), part.readUnsignedMpint()));
        case KEY_IDS -> {
          while (part.remaining() > 0) {
            out.ids.add(id(part.readBytes()));
          }
        }
        case 0x39 -> extension(part);
        default -> throw new MalformedException("a section of certificates of type " + type);
      }
      part.expectEnd();
    }
    return out;
  }

  private static Serials range(long low, long high) throws MalformedException {
    if (low == 0 || Long.compareUnsigned(low, high) > 0) {
      throw new MalformedException("serial numbers that are none");
    }
    return new Serials.Range(new SerialRange(low, high));
  }

  private static Serials bitmap(long offset, BigInteger bits) throws MalformedException {
    boolean wraps =
        bits.signum() != 0 && Long.compareUnsigned(offset + bits.bitLength() - 1, offset) < 0;
    if (wraps || (offset == 0 && bits.testBit(0))) {
      throw new MalformedException("serial numbers that are none");
    }
    return new Serials.Bitmap(offset, bits);
  }

  private static Bytes id(Bytes text) throws MalformedException {
    if (text.utf8().indexOf('\0') >= 0) {
      throw new MalformedException("a key ID with a zero byte");
    }
    return text;
  }

  /** One that is critical says that the list cannot be used without knowing it. */
  private static void extension(WireReader in) throws MalformedException {
    String name = in.readText();
    boolean critical = in.readBoolean();
    in.skip(in.readStringLength());
    if (critical) {
      throw new MalformedException(
          "the critical extension " + Printable.of(name, 64) + " is not known");
    }
  }

  /** An unsigned number that its author lets grow. */
  public long version() {
    return version;
  }

  /** When it was made, in unsigned seconds since 1970. */
  public long generated() {
    return generated;
  }

  /** Its author's free text, not made safe to print. */
  public String comment() {
    return comment;
  }

  /** In the order of the sections, in which the authorities appear in the new list too. */
  void addTo(RevocationListBuilder list) {
    for (OfAuthority some : certificates) {
      some.serials().forEach(s -> s.each(range -> list.addSerials(some.authority(), range)));
      some.ids().forEach(id -> list.addKeyId(some.authority(), id));
    }
    list.addKeys(keys, sha1, sha256);
  }

  public boolean revokes(PublicKey key) {
    return keys.contains(key.blob())
        || (!sha1.isEmpty() && sha1.contains(Fingerprint.of(key, FingerprintHash.SHA1).digest()))
        || (!sha256.isEmpty()
            && sha256.contains(Fingerprint.of(key, FingerprintHash.SHA256).digest()));
  }

  /** Also where its key, or the key of its authority, is revoked. */
  public boolean revokes(Certificate certificate) {
    return revokes(certificate.publicKey())
        || certificates.stream().anyMatch(c -> c.revokes(certificate))
        || revokes(certificate.signatureKey());
  }
}
