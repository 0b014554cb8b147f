package dev.aikagi.sftp;

import dev.aikagi.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handles of one client. A handle is a place in here and a number that no other handle of this
 * connection ever had, so that one which was closed is not another's afterwards.
 */
final class HandleTable {
  /** Bytes of a handle. */
  static final int LENGTH = 8;

  private record Slot(int number, OpenHandle handle) {}

  private final int most;
  private final List<@Nullable Slot> slots = new ArrayList<>();

  private int open;
  private int writable;

  private int lastNumber;

  HandleTable(int most) {
    this.most = most;
  }

  boolean isFull() {
    return open == most;
  }

  /** Where there is room; see {@link #isFull}. */
  Bytes add(OpenHandle handle) {
    int place = slots.indexOf(null);
    if (place < 0) {
      place = slots.size();
      slots.add(null);
    }
    Slot slot = new Slot(++lastNumber, handle);
    slots.set(place, slot);
    open++;
    writable += writes(handle);
    byte[] name = new byte[LENGTH];
    Numbers.writeInt(name, 0, place);
    Numbers.writeInt(name, 4, slot.number());
    return Bytes.of(name);
  }

  /** Whether a file is open for writing. */
  boolean canWrite() {
    return writable > 0;
  }

  private static int writes(OpenHandle handle) {
    return handle instanceof OpenHandle.OfFile file && file.isWritable() ? 1 : 0;
  }

  @Nullable OpenHandle find(Bytes handle) {
    return find(handle.toArray(), 0, handle.length());
  }

  /** The handle of these bytes, if it is one that is open. */
  @Nullable OpenHandle find(byte[] source, int at, int length) {
    if (length != LENGTH) {
      return null;
    }
    int place = Numbers.readInt(source, at);
    if (place < 0 || place >= slots.size()) {
      return null;
    }
    Slot slot = slots.get(place);
    return slot != null && slot.number() == Numbers.readInt(source, at + 4) ? slot.handle() : null;
  }

  /** Takes one out; null where there is none such. */
  @Nullable OpenHandle remove(Bytes handle) {
    OpenHandle found = find(handle);
    if (found != null) {
      slots.set(Numbers.readInt(handle.toArray(), 0), null);
      open--;
      writable -= writes(found);
    }
    return found;
  }

  /** Takes all of them out. */
  List<OpenHandle> removeAll() {
    List<OpenHandle> all = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot != null) {
        all.add(slot.handle());
      }
    }
    slots.clear();
    open = 0;
    writable = 0;
    return all;
  }
}
