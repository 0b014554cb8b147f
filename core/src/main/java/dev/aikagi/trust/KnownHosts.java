package dev.aikagi.trust;

import dev.aikagi.Bytes;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.trust.HostKeyDecision.AddressStatus;
import dev.aikagi.trust.KnownHostsFile.Line;
import dev.aikagi.trust.KnownHostsFile.Marker;
import java.util.ArrayList;
import java.util.List;
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
  }

  /** What the lines of one name say. */
  private record Findings(
      @Nullable HostKeyPlace match, List<HostKeyPlace> others, @Nullable HostKeyPlace revoked) {}

  public HostKeyDecision decide(Query query, PublicKey key) {
    String name = query.name();
    Findings byName = findings(name, key);
    AddressStatus address = new AddressStatus.NotChecked();
    String addressName =
        query.address() == null ? null : KnownHostsFile.name(query.address(), query.port());
    if (addressName != null && !addressName.equals(name)) {
      Findings byAddress = findings(addressName, key);
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
    if (!query.alias() && query.port() != 0 && query.port() != 22) {
      Findings plain = findings(KnownHostsFile.name(query.host(), 0), key);
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

  private Findings findings(String name, PublicKey key) {
    HostKeyPlace match = null;
    HostKeyPlace revoked = null;
    List<HostKeyPlace> others = new ArrayList<>();
    for (KnownHostsFile file : files) {
      for (Line.Entry entry : file.find(name)) {
        Bytes blob = entry.blob();
        if (blob == null) {
          continue;
        }
        boolean same = blob.equals(key.blob());
        switch (entry.marker()) {
          case REVOKED -> revoked = same && revoked == null ? place(file, entry, blob) : revoked;
          case NONE -> {
            if (!same) {
              others.add(place(file, entry, blob));
            } else if (match == null) {
              match = place(file, entry, blob);
            }
          }
          case CERT_AUTHORITY -> {
            // The key of an authority vouches for certificates, not for itself.
          }
        }
      }
    }
    return new Findings(match, others, revoked);
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
   * is not asked for a key that nobody can check. Where the most preferred one is known, and where
   * none is, the order stays as it was, so that it does not tell which (CVE-2020-14145).
   */
  public List<SignatureAlgorithm> order(List<SignatureAlgorithm> preferred, Query query) {
    List<KeyType> known = new ArrayList<>();
    for (KnownHostsFile file : files) {
      for (Line.Entry entry : file.find(query.name())) {
        if (entry.marker() == Marker.NONE && entry.blob() != null) {
          known.add(entry.type());
        }
      }
    }
    if (preferred.isEmpty() || known.contains(preferred.getFirst().keyType())) {
      return List.copyOf(preferred);
    }
    List<SignatureAlgorithm> ordered = new ArrayList<>();
    preferred.stream().filter(a -> known.contains(a.keyType())).forEach(ordered::add);
    preferred.stream().filter(a -> !known.contains(a.keyType())).forEach(ordered::add);
    return ordered;
  }
}
