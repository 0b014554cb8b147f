package dev.aikagi.key;

import dev.aikagi.Bytes;
import dev.aikagi.wire.WireWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes a {@link RevocationList}, byte for byte as OpenSSH's ssh-keygen writes it.
 *
 * <pre>{@code
 * byte[] file =
 *     new RevocationListBuilder()
 *         .version(8)
 *         .addAll(RevocationList.parse(Files.readAllBytes(old)))
 *         .revoke(lostKey)
 *         .revokeSerials(new RevocationScope.Authority(authority), new SerialRange(100, 200))
 *         .toBytes(Instant.now());
 * }</pre>
 *
 * <p>The methods change this object and return it. Not for several threads at once.
 */
public final class RevocationListBuilder {
  /** memcmp(3), and of two that begin alike the shorter one first. */
  private static final Comparator<Bytes> ORDER =
      (a, b) -> Arrays.compareUnsigned(a.toArray(), b.toArray());

  static final int SHA256_LENGTH = 32;

  private final SortedSet<Bytes> keys = new TreeSet<>(ORDER);
  private final SortedSet<Bytes> sha1 = new TreeSet<>(ORDER);
  private final SortedSet<Bytes> sha256 = new TreeSet<>(ORDER);
  private final SequencedMap<Bytes, OfAuthority> certificates = new LinkedHashMap<>();
  private String comment = "";
  private long version;

  /** Revokes nothing yet. */
  public RevocationListBuilder() {}

  /** What is revoked of one authority, whose blob is the map's key. */
  private record OfAuthority(SerialNumbers serials, SortedSet<Bytes> ids) {}

  /**
   * Certificates that a list revokes.
   *
   * @param authority the blob of its key; empty for every authority
   * @param serials in order, without overlaps
   * @param keyIds in the order of their bytes
   */
  public record Certificates(Bytes authority, List<SerialRange> serials, List<Bytes> keyIds) {
    public Certificates {
      serials = List.copyOf(serials);
      keyIds = List.copyOf(keyIds);
    }
  }

  /** A number that grows with each list, as an unsigned one; 0 at first. */
  public RevocationListBuilder version(long number) {
    version = number;
    return this;
  }

  /** For people. */
  public RevocationListBuilder comment(String text) {
    comment = checked(text);
    return this;
  }

  /** Revokes a key, and every certificate of it or by it. */
  public RevocationListBuilder revoke(PublicKey key) {
    keys.add(key.blob());
    return this;
  }

  /**
   * Revokes a certificate: by its serial number where it has one, else by its key ID. Others of the
   * same authority that have the same are revoked too.
   */
  public RevocationListBuilder revoke(Certificate certificate) {
    var scope = new RevocationScope.Authority(certificate.signatureKey());
    return certificate.serial() == 0
        ? revokeKeyId(scope, certificate.keyIdBytes())
        : revokeSerials(scope, new SerialRange(certificate.serial(), certificate.serial()));
  }

  /** Revokes a key by its fingerprint, which tells nobody which key it is. */
  public RevocationListBuilder revokeBySha1(PublicKey key) {
    sha1.add(Fingerprint.of(key, FingerprintHash.SHA1).digest());
    return this;
  }

  /** As above. */
  public RevocationListBuilder revokeBySha256(PublicKey key) {
    return revokeSha256(Fingerprint.of(key, FingerprintHash.SHA256).digest());
  }

  /**
   * Revokes a key of which only the fingerprint is known.
   *
   * @throws IllegalArgumentException for a digest of another length
   */
  public RevocationListBuilder revokeSha256(Bytes digest) {
    if (digest.length() != SHA256_LENGTH) {
      throw new IllegalArgumentException("a hash of " + digest.length() + " bytes");
    }
    sha256.add(digest);
    return this;
  }

  /** Revokes certificates by serial number. */
  public RevocationListBuilder revokeSerials(RevocationScope scope, SerialRange range) {
    addSerials(scope.blob(), range);
    return this;
  }

  /**
   * Revokes certificates by key ID.
   *
   * @param id in UTF-8
   * @throws IllegalArgumentException for one with a zero byte, which nobody could read again
   */
  public RevocationListBuilder revokeKeyId(RevocationScope scope, Bytes id) {
    checked(id.utf8());
    addKeyId(scope.blob(), id);
    return this;
  }

  /** Revokes all that another list revokes. Its version and comment are not taken. */
  public RevocationListBuilder addAll(RevocationList list) {
    list.addTo(this);
    return this;
  }

  void addSerials(Bytes authority, SerialRange range) {
    of(authority).serials().add(range);
  }

  void addKeyId(Bytes authority, Bytes id) {
    of(authority).ids().add(id);
  }

  void addKeys(Set<Bytes> blobs, Set<Bytes> sha1Digests, Set<Bytes> sha256Digests) {
    keys.addAll(blobs);
    sha1.addAll(sha1Digests);
    sha256.addAll(sha256Digests);
  }

  private OfAuthority of(Bytes authority) {
    return certificates.computeIfAbsent(
        authority, _ -> new OfAuthority(new SerialNumbers(), new TreeSet<>(ORDER)));
  }

  private static String checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL in a text of a revocation list");
    }
    return text;
  }

  /** The blobs of the keys, sorted. */
  public List<Bytes> keys() {
    return List.copyOf(keys);
  }

  /** SHA-1 digests, sorted. */
  public List<Bytes> sha1() {
    return List.copyOf(sha1);
  }

  /** SHA-256 digests, sorted. */
  public List<Bytes> sha256() {
    return List.copyOf(sha256);
  }

  /** The authorities in the order in which they came. */
  public List<Certificates> certificates() {
    return certificates.entrySet().stream()
        .map(
            e ->
                new Certificates(
                    e.getKey(), e.getValue().serials().ranges(), List.copyOf(e.getValue().ids())))
        .toList();
  }

  /** The whole file. */
  public byte[] toBytes(Instant generated) {
    WireWriter out =
        new WireWriter(1024)
            .writeRaw(RevocationList.MAGIC)
            .writeUint32(RevocationList.FORMAT)
            .writeUint64(version)
            .writeUint64(generated.getEpochSecond())
            .writeUint64(0)
            .writeString(Bytes.EMPTY)
            .writeUtf8(comment);
    for (Map.Entry<Bytes, OfAuthority> entry : certificates.entrySet()) {
      WireWriter section = new WireWriter().writeString(entry.getKey()).writeString(Bytes.EMPTY);
      SerialSections.write(entry.getValue().serials().ranges(), section);
      strings(RevocationList.KEY_IDS, entry.getValue().ids(), section);
      out.writeByte(RevocationList.CERTIFICATES).writeString(section);
    }
    strings(RevocationList.KEYS, keys, out);
    strings(RevocationList.SHA1, sha1, out);
    strings(RevocationList.SHA256, sha256, out);
    return out.toArray();
  }

  /** An empty section is left out. */
  private static void strings(int type, SortedSet<Bytes> strings, WireWriter out) {
    if (!strings.isEmpty()) {
      WireWriter section = new WireWriter();
      strings.forEach(section::writeString);
      out.writeByte(type).writeString(section);
    }
  }
}
