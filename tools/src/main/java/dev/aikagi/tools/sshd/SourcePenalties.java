package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.config.NetBlockSize;
import dev.aikagi.config.Penalties;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * PerSourcePenalties: a source that misbehaves is refused for a while, the longer the more it did.
 * Any thread.
 */
final class SourcePenalties {
  /** What earns a penalty. */
  enum Offence {
    CRASH("crashes", Penalties.Field.CRASH),
    AUTHENTICATION_FAILED("failed authentication", Penalties.Field.AUTHFAIL),
    INVALID_USER("unknown user", Penalties.Field.INVALIDUSER),
    NO_ATTEMPT("connections without attempting authentication", Penalties.Field.NOAUTH),
    GRACE_EXCEEDED("exceeded LoginGraceTime", Penalties.Field.GRACE_EXCEEDED),
    REFUSED_CONNECTION("connection refused by RefuseConnection", Penalties.Field.REFUSECONNECTION);

    private final String text;
    private final Penalties.Field field;

    Offence(String text, Penalties.Field field) {
      this.text = text;
      this.field = field;
    }
  }

  private record Penalty(long until, boolean active, Offence offence) {}

  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private final Map<Bytes, Penalty> ipv4 = new HashMap<>();
  private final Map<Bytes, Penalty> ipv6 = new HashMap<>();

  SourcePenalties(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Adds the penalty for an offence.
   *
   * @return whether the source is refused from now on and was not before
   */
  synchronized boolean punish(
      InetAddress address, Offence offence, Penalties penalties, NetBlockSize blocks) {
    double seconds = penalties.value(offence.field);
    if (!penalties.isEnabled() || seconds <= 0) {
      return false;
    }
    boolean four = address instanceof Inet4Address;
    Map<Bytes, Penalty> records = four ? ipv4 : ipv6;
    long now = nanoTime.getAsLong();
    Bytes source = source(address, blocks);
    Penalty before = records.get(source);
    if (before == null && !makeRoom(records, penalties, four, now)) {
      return false;
    }
    Penalty running = before != null && before.until - now > 0 ? before : null;
    boolean wasActive = running != null && running.active;
    long longest = now + (long) (penalties.value(Penalties.Field.MAX) * NANOS);
    long until = (running == null ? now : running.until) + (long) (seconds * NANOS);
    until = until - longest > 0 ? longest : until;
    // Below the minimum it is only remembered.
    boolean active =
        wasActive || until - now >= (long) (penalties.value(Penalties.Field.MIN) * NANOS);
    records.put(source, new Penalty(until, active, offence));
    return active && !wasActive;
  }

  /** Why this source is refused now, or null. */
  synchronized @org.jspecify.annotations.Nullable String refusal(
      InetAddress address, Penalties penalties, NetBlockSize blocks) {
    if (!penalties.isEnabled()) {
      return null;
    }
    boolean four = address instanceof Inet4Address;
    Map<Bytes, Penalty> records = four ? ipv4 : ipv6;
    long now = nanoTime.getAsLong();
    Penalty record = records.get(source(address, blocks));
    if (record != null && record.until - now > 0) {
      return record.active ? "penalty: " + record.offence.text : null;
    }
    boolean deniesAll =
        penalties.value(four ? Penalties.Field.OVERFLOW : Penalties.Field.OVERFLOW6) == 1;
    return deniesAll && full(records, penalties, four) ? "too many penalised sources" : null;
  }

  private static boolean full(Map<Bytes, Penalty> records, Penalties penalties, boolean four) {
    Penalties.Field limit = four ? Penalties.Field.MAX_SOURCES4 : Penalties.Field.MAX_SOURCES6;
    return records.size() >= penalties.value(limit);
  }

  /** Forgets what has run out; whether there is room then, or may be made. */
  private boolean makeRoom(
      Map<Bytes, Penalty> records, Penalties penalties, boolean four, long now) {
    if (!full(records, penalties, four)) {
      return true;
    }
    records.values().removeIf(r -> r.until - now <= 0);
    boolean deniesAll =
        penalties.value(four ? Penalties.Field.OVERFLOW : Penalties.Field.OVERFLOW6) == 1;
    if (!full(records, penalties, four)) {
      return true;
    }
    if (deniesAll) {
      return false;
    }
    // Permissive: the one that would be over first makes room.
    Iterator<Map.Entry<Bytes, Penalty>> all = records.entrySet().iterator();
    Map.Entry<Bytes, Penalty> first = all.next();
    while (all.hasNext()) {
      Map.Entry<Bytes, Penalty> next = all.next();
      if (next.getValue().until - first.getValue().until < 0) {
        first = next;
      }
    }
    var _ = records.remove(first.getKey());
    return true;
  }

  /** The leading bits that make up a source. */
  private static Bytes source(InetAddress address, NetBlockSize blocks) {
    byte[] bytes = address.getAddress();
    int bits = address instanceof Inet4Address ? blocks.ipv4() : blocks.ipv6();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      bytes[i] &= (byte) (0xff << (8 - kept));
    }
    return Bytes.of(bytes);
  }
}
