package dev.aikagi.connection;

import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one connection by this side's numbers. A number is free again when CLOSE has been
 * sent and received (RFC 4254 section 5.3).
 */
final class ChannelTable {
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();

  /** Replaced, not changed, under the lock, so that the reader looks up without it. */
  private volatile @Nullable Channel[] slots = new Channel[0];

  ChannelTable(int limit) {
    this.limit = limit;
  }

  /** Makes a channel with the lowest free number; null at the limit. */
  @Nullable Channel add(IntFunction<Channel> maker) {
    lock.lock();
    try {
      @Nullable Channel[] old = slots;
      int id = 0;
      while (id < old.length && old[id] != null) {
        id++;
      }
      if (id >= limit) {
        return null;
      }
      @Nullable Channel[] next = Arrays.copyOf(old, Math.max(old.length, id + 1));
      Channel channel = maker.apply(id);
      next[id] = channel;
      slots = next;
      return channel;
    } finally {
      lock.unlock();
    }
  }

  /** By the reader. A peer that names a channel which does not exist has lost its state. */
  Channel get(long id) throws DisconnectException {
    @Nullable Channel[] now = slots;
    Channel channel = id < now.length ? now[(int) id] : null;
    if (channel == null) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR, "a message for channel " + id + ", which is not open");
    }
    return channel;
  }

  void remove(Channel channel) {
    lock.lock();
    try {
      @Nullable Channel[] old = slots;
      if (channel.id() < old.length && old[channel.id()] == channel) {
        @Nullable Channel[] next = old.clone();
        next[channel.id()] = null;
        slots = next;
      }
    } finally {
      lock.unlock();
    }
  }

  List<Channel> all() {
    List<Channel> list = new ArrayList<>();
    for (Channel c : slots) {
      if (c != null) {
        list.add(c);
      }
    }
    return list;
  }
}
