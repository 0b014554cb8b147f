package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.trust.HostKeyDecision.AddressStatus;
import dev.aikagi.trust.KnownHostsFile.Line;
import dev.aikagi.trust.KnownHostsFile.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all known_hosts files together say: the user's first, then the system's. Immutable. Every
 * path ends in one of the four decisions; none of them is a default (CVE-2025-26465).
 */
public record KnownHosts(List<KnownHostsFile> files) {
  public KnownHosts {
    files = List.copyOf(files);
  }

  /**
   * Whom the key is to vouch for.
   *
   * @param host as the user named it, or the HostKeyAlias
   * @param port 22 or 0 where the name stands without a port; an alias has none
   * @param address numeric, for CheckHostIP; null where it is not to be checked
   * @param alias whether host is an alias: then the name without port is not tried
   */
  public record Query(String host, int port, @Nullable String address, boolean alias) {
    public Query(String host, int port) {
      this(host, port, null, false);
    }

    public String name() {
      return KnownHostsFile.name(host, alias ? 0 : port);
    }

    /** Whether the name without the port is another one. */
    boolean hasPort() {
      return !alias && port != 0 && port != 22;
    }
  }

  /**
   * What is looked for.
   *
   * @param marker of the lines that can vouch for it
   * @param voucher the key in such a line: itself, or its authority's
   * @param revocable the keys whose revocation is its own
   */
  private record Wanted(Marker marker, Bytes voucher, List<Bytes> revocable) {
    static Wanted key(PublicKey key) {
      return new Wanted(Marker.NONE, key.blob(), List.of(key.blob()));
    }

    /** A key of an authority vouches for certificates, not for itself. */
    static Wanted certificate(Certificate c) {
      Bytes authority = c.signatureKey().blob();
      // CVE-2026-42508: a revoked authority went on signing.
      return new Wanted(Marker.CERT_AUTHORITY, authority, List.of(authority, c.publicKey().blob()));
    }
  }

  /** What the lines of one name say. */
  private record Findings(
      @Nullable HostKeyPlace match, List<HostKeyPlace> others, @Nullable HostKeyPlace revoked) {}

  /**
   * What the files say of a plain host key. A revoked key is refused whatever else they say, also
   * where only the address's lines revoke it.
   */
  public HostKeyDecision decide(Query query, PublicKey key) {
    Wanted wanted = Wanted.key(key);
    String name = query.name();
    Findings byName = findings(name, wanted);
    AddressStatus address = new AddressStatus.NotChecked();
    String addressName =
        query.address() == null ? null : KnownHostsFile.name(query.address(), query.port());
    if (addressName != null && !addressName.equals(name)) {
      Findings byAddress = findings(addressName, wanted);
      if (byAddress.revoked() != null) {
        return new HostKeyDecision.Revoked(addressName, key, byAddress.revoked());
      }
      address = addressStatus(byAddress);
    }
    if (byName.revoked() != null) {
      return new HostKeyDecision.Revoked(name, key, byName.revoked());
    }
    if (byName.match() != null) {
      return new HostKeyDecision.Known(name, key, byName.match(), false, address);
    }
    if (!byName.others().isEmpty()) {
      return new HostKeyDecision.Changed(
          name, key, byName.others().getLast(), byName.others(), address);
    }
    return withoutPort(query, key, address);
  }

  /** A key on another port counts where the host is known with the same key on the default one. */
  private HostKeyDecision withoutPort(Query query, PublicKey key, AddressStatus address) {
    if (query.hasPort()) {
      Findings plain = findings(KnownHostsFile.name(query.host(), 0), Wanted.key(key));
      if (plain.revoked() != null) {
        return new HostKeyDecision.Revoked(query.name(), key, plain.revoked());
      }
      if (plain.match() != null) {
        return new HostKeyDecision.Known(query.name(), key, plain.match(), true, address);
      }
    }
    return new HostKeyDecision.Unknown(query.name(), key, otherNames(key), address);
  }

  private static AddressStatus addressStatus(Findings byAddress) {
    if (byAddress.match() != null) {
      return new AddressStatus.Known(byAddress.match());
    }
    return byAddress.others().isEmpty()
        ? new AddressStatus.New()
        : new AddressStatus.Differs(byAddress.others().getLast());
  }

  /** The address is not asked: authorities vouch for names. */
  public CertificateDecision decide(
      Query query, Certificate certificate, CertificatePolicy policy) {
    Wanted wanted = Wanted.certificate(certificate);
    Findings found = findings(query.name(), wanted);
    boolean withoutPort = false;
    if (query.hasPort() && found.revoked() == null && found.match() == null) {
      Findings plain = findings(KnownHostsFile.name(query.host(), 0), wanted);
      if (plain.revoked() != null || plain.match() != null || found.others().isEmpty()) {
        found = plain;
        withoutPort = true;
      }
    }
    HostKeyPlace authority = found.match();
    if (found.revoked() != null) {
      return new CertificateDecision.Revoked(query.name(), certificate, found.revoked());
    }
    if (authority == null) {
      return found.others().isEmpty()
          ? new CertificateDecision.UnknownAuthority(query.name(), certificate)
          : new CertificateDecision.OtherAuthority(
              query.name(), certificate, found.others().getLast());
    }
    Optional<CertificateRefusal> refusal = policy.hostRefusal(certificate, query.host());
    return refusal.isPresent()
        ? new CertificateDecision.Invalid(query.name(), certificate, authority, refusal.get())
        : new CertificateDecision.Trusted(query.name(), certificate, authority, withoutPort);
  }

  private Findings findings(String name, Wanted wanted) {
    HostKeyPlace match = null;
    HostKeyPlace revoked = null;
    List<HostKeyPlace> others = new ArrayList<>();
    for (KnownHostsFile file : files) {
      for (Line.Entry entry : file.find(name)) {
        Bytes blob = entry.blob();
        if (blob == null) {
          continue;
        }
        if (entry.marker() == Marker.REVOKED) {
          if (revoked == null && wanted.revocable().contains(keyIn(entry.type(), blob))) {
            revoked = place(file, entry, blob);
          }
        } else if (entry.marker() == wanted.marker()) {
          if (!blob.equals(wanted.voucher())) {
            others.add(place(file, entry, blob));
          } else if (match == null) {
            match = place(file, entry, blob);
          }
        }
      }
    }
    return new Findings(match, others, revoked);
  }

  /** A line that revokes a certificate revokes the key in it. */
  private static Bytes keyIn(KeyType type, Bytes blob) {
    try {
      return type.certificate() ? Certificate.parse(blob).publicKey().blob() : blob;
    } catch (MalformedException e) {
      // Equal to no key, as a line without base64 is.
      return blob;
    }
  }

  private static HostKeyPlace place(KnownHostsFile file, Line.Entry entry, Bytes blob) {
    return new HostKeyPlace(file.file(), entry.number(), entry.hosts(), entry.type(), blob);
  }

  /** All lines that hold this key, whatever the host: known by the following other names. */
  public List<HostKeyPlace> otherNames(PublicKey key) {
    List<HostKeyPlace> places = new ArrayList<>();
    for (KnownHostsFile file : files) {
      for (Line line : file.lines()) {
        if (line instanceof Line.Entry entry
            && entry.marker() == Marker.NONE
            && entry.blob() != null
            && entry.blob().equals(key.blob())) {
          places.add(place(file, entry, entry.blob()));
        }
      }
    }
    return places;
  }

  /**
   * The host key algorithms in the order to propose them: those of known keys first, so that a host
   * is not asked for a key that nobody can check, and where an authority is known for the host all
   * those with certificates. Where the most preferred one is known, and where none is, the order
   * stays as it was, so that it does not tell which (CVE-2020-14145).
   */
  public List<PublicKeyAlgorithm> order(List<PublicKeyAlgorithm> preferred, Query query) {
    List<KeyType> known = new ArrayList<>();
    boolean authority = false;
    for (KnownHostsFile file : files) {
      for (Line.Entry entry : file.find(query.name())) {
        if (entry.blob() != null) {
          authority |= entry.marker() == Marker.CERT_AUTHORITY;
          if (entry.marker() == Marker.NONE) {
            known.add(entry.type());
          }
        }
      }
    }
    if (preferred.isEmpty() || known.contains(preferred.getFirst().keyType().plain())) {
      return List.copyOf(preferred);
    }
    List<PublicKeyAlgorithm> first = new ArrayList<>();
    List<PublicKeyAlgorithm> last = new ArrayList<>();
    for (PublicKeyAlgorithm a : preferred) {
      boolean checkable =
          known.contains(a.keyType().plain()) || (authority && a.keyType().certificate());
      (checkable ? first : last).add(a);
    }
    first.addAll(last);
    return first;
  }
}
