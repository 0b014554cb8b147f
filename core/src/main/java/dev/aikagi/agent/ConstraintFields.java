package dev.aikagi.agent;

import dev.aikagi.MalformedException;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.agent.DestinationConstraint.HopKey;
import dev.aikagi.key.PublicKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The constraints at the end of a request to add a key. */
final class ConstraintFields {
  private ConstraintFields() {}

  /**
   * Reads all that is left.
   *
   * @throws RefusedException for a constraint that is not known: to hold the key without it would
   *     let it be used as nobody wanted (CVE-2026-39832, CVE-2026-39833)
   */
  static KeyConstraints read(WireReader in) throws MalformedException, RefusedException {
    KeyConstraints read = KeyConstraints.NONE;
    Set<String> seen = new HashSet<>();
    while (in.remaining() > 0) {
      int kind = in.readByte();
      String name =
          kind == AgentNumbers.CONSTRAIN_EXTENSION ? in.readName() : Integer.toString(kind);
      // Of two values somebody else might take the other one.
      if (!seen.add(name)) {
        throw new MalformedException("a constraint twice: " + name);
      }
      read =
          switch (kind) {
            case AgentNumbers.CONSTRAIN_LIFETIME ->
                read.withLifetime(Duration.ofSeconds(in.readUint32()));
            case AgentNumbers.CONSTRAIN_CONFIRM -> read.withConfirm(true);
            case AgentNumbers.CONSTRAIN_EXTENSION -> extension(name, in, read);
            default -> throw new RefusedException(new AgentRefusal.UnknownConstraint(name));
          };
    }
    return read;
  }

  private static KeyConstraints extension(String name, WireReader in, KeyConstraints read)
      throws MalformedException, RefusedException {
    return switch (name) {
      case AgentNumbers.RESTRICT_DESTINATION ->
          read.withDestinations(destinations(in.readNested()));
      case AgentNumbers.SK_PROVIDER -> read.withSecurityKeyProvider(in.readUtf8());
      // It belongs to keys of a smartcard, and there are none of those here.
      case AgentNumbers.ASSOCIATED_CERTS ->
          throw new RefusedException(new AgentRefusal.NoSmartcards());
      default -> throw new RefusedException(new AgentRefusal.UnknownConstraint(name));
    };
  }

  private static List<DestinationConstraint> destinations(WireReader in) throws MalformedException {
    List<DestinationConstraint> read = new ArrayList<>();
    while (in.remaining() > 0) {
      if (read.size() == DestinationConstraint.MAX_CONSTRAINTS) {
        throw new MalformedException("more than " + read.size() + " destination constraints");
      }
      WireReader one = in.readNested();
      Hop from = hop(one.readNested());
      Hop to = hop(one.readNested());
      reserved(one);
      one.expectEnd();
      read.add(consistent(new DestinationConstraint(from, to)));
    }
    // OpenSSH takes a key with an empty list for one that may be used everywhere.
    if (read.isEmpty()) {
      throw new MalformedException("a restriction to no destination");
    }
    return read;
  }

  private static DestinationConstraint consistent(DestinationConstraint c)
      throws MalformedException {
    if (!c.from().user().isEmpty() || c.from().host().isEmpty() != c.from().keys().isEmpty()) {
      throw new MalformedException("a destination constraint with half an origin");
    }
    if (c.to().host().isEmpty() || c.to().keys().isEmpty()) {
      throw new MalformedException("a destination constraint without a destination");
    }
    return c;
  }

  private static Hop hop(WireReader in) throws MalformedException {
    String user = in.readUtf8();
    String host = in.readUtf8();
    reserved(in);
    List<HopKey> keys = new ArrayList<>();
    while (in.remaining() > 0) {
      keys.add(new HopKey(PublicKey.parse(in.readBytes()), in.readBoolean()));
    }
    return new Hop(user, host, keys);
  }

  /** What may mean something one day must not be passed over today. */
  private static void reserved(WireReader in) throws MalformedException {
    if (in.readStringLength() != 0) {
      throw new MalformedException("a reserved field of a destination constraint is in use");
    }
  }

  static void write(WireWriter out, KeyConstraints constraints) {
    if (constraints.lifetime().isPresent()) {
      out.writeByte(AgentNumbers.CONSTRAIN_LIFETIME);
      out.writeUint32(constraints.lifetime().get().toSeconds());
    }
    if (constraints.confirm()) {
      out.writeByte(AgentNumbers.CONSTRAIN_CONFIRM);
    }
    if (constraints.securityKeyProvider().isPresent()) {
      out.writeByte(AgentNumbers.CONSTRAIN_EXTENSION).writeUtf8(AgentNumbers.SK_PROVIDER);
      out.writeUtf8(constraints.securityKeyProvider().get());
    }
    if (!constraints.destinations().isEmpty()) {
      out.writeByte(AgentNumbers.CONSTRAIN_EXTENSION).writeUtf8(AgentNumbers.RESTRICT_DESTINATION);
      WireWriter all = new WireWriter(1024);
      for (DestinationConstraint c : constraints.destinations()) {
        WireWriter one = new WireWriter(1024).writeString(hop(c.from())).writeString(hop(c.to()));
        all.writeString(one.writeUtf8(""));
      }
      out.writeString(all);
    }
  }

  /** What goes with the keys of a card, after all others, as OpenSSH writes it. */
  static void write(WireWriter out, CardKeys card) {
    if (card.certificates().isEmpty()) {
      return;
    }
    WireWriter all = new WireWriter(1024);
    card.certificates().forEach(all::writeString);
    out.writeByte(AgentNumbers.CONSTRAIN_EXTENSION).writeUtf8(AgentNumbers.ASSOCIATED_CERTS);
    out.writeBoolean(card.certificatesOnly()).writeString(all);
  }

  private static WireWriter hop(Hop hop) {
    WireWriter out = new WireWriter(512).writeUtf8(hop.user()).writeUtf8(hop.host()).writeUtf8("");
    for (HopKey key : hop.keys()) {
      out.writeString(key.key().blob()).writeBoolean(key.authority());
    }
    return out;
  }
}
