package dev.aikagi.trust;

import dev.aikagi.Reason;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.PublicKey;
import java.util.List;
import java.util.Optional;

/** What known_hosts says about the key that a host showed. */
public sealed interface HostKeyDecision extends Reason {
  /** The name that was looked up. */
  String name();

  PublicKey key();

  /** What known_hosts says about the same key under the host's address (CheckHostIP). */
  sealed interface AddressStatus {
    /** Not asked. */
    record NotChecked() implements AddressStatus {}

    record Known(HostKeyPlace place) implements AddressStatus {}

    /** No key is known for the address: it may be added. */
    record New() implements AddressStatus {}

    /** Another key is known for the address. */
    record Differs(HostKeyPlace offending) implements AddressStatus {}
  }

  /**
   * The key is known for this host.
   *
   * @param withoutPort it is known for the host's name with another, the default port only
   */
  record Known(
      String name, PublicKey key, HostKeyPlace place, boolean withoutPort, AddressStatus address)
      implements HostKeyDecision {
    @Override
    public String summary() {
      return "Host '" + name + "' is known and matches the host key found in " + place.place();
    }
  }

  /**
   * No key is known for this host.
   *
   * @param otherNames where the same key is known under other names
   */
  record Unknown(String name, PublicKey key, List<HostKeyPlace> otherNames, AddressStatus address)
      implements HostKeyDecision {
    public Unknown {
      otherNames = List.copyOf(otherNames);
    }

    @Override
    public String summary() {
      return "no host key is known for " + name;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "compare " + Fingerprint.of(key) + " with what the host's operator says, then accept it");
    }
  }

  /**
   * Other keys are known for this host, this one is not: somebody may be in between.
   *
   * @param offending the last line that holds another key
   * @param others all lines that do
   */
  record Changed(
      String name,
      PublicKey key,
      HostKeyPlace offending,
      List<HostKeyPlace> others,
      AddressStatus address)
      implements HostKeyDecision {
    public Changed {
      others = List.copyOf(others);
    }

    /** The offending line has a key of another type: perhaps only another key of the same host. */
    public boolean otherTypesOnly() {
      return others.stream().noneMatch(p -> p.type() == key.type());
    }

    @Override
    public String summary() {
      return "the "
          + key.type().shortName()
          + " host key of "
          + name
          + " is not the one in "
          + offending.place();
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "if the host's operator confirms "
              + Fingerprint.of(key)
              + ": ssh-keygen -f '"
              + offending.file()
              + "' -R '"
              + name
              + "'");
    }
  }

  /** The key is marked as revoked: it is refused in every case. */
  record Revoked(String name, PublicKey key, HostKeyPlace place) implements HostKeyDecision {
    @Override
    public String summary() {
      return "the "
          + key.type().shortName()
          + " host key of "
          + name
          + " is marked as revoked in "
          + place.place();
    }
  }
}
