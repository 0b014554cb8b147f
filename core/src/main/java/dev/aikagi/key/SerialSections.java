package dev.aikagi.key;

import dev.aikagi.wire.WireWriter;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/**
 * Writes serial numbers as sections of a revocation list, each range in the form that takes the
 * fewest bits by OpenSSH's estimate, so that both write the same list.
 */
final class SerialSections {
  /** A type's byte; its length is left out of the estimate. */
  private static final long TYPE = 8;

  private static final long NUMBER = 64;

  /** What a gap before the next number is taken to cost at most: another section. */
  private static final long SECTION = TYPE + NUMBER;

  /** Far more than any form costs. */
  private static final long MANY = 1L << 31;

  /**
   * No reader takes a longer number. OpenSSH 9.2 writes longer ones all the same, and does not read
   * its list again.
   */
  private static final int MAX_BITS = 16384;

  /** The forms, with the types of their sections. */
  private enum Form {
    NONE(0),
    LIST(0x20),
    RANGE(0x21),
    BITMAP(0x22);

    private final int section;

    Form(int section) {
      this.section = section;
    }
  }

  /** A form, and whether its section is a new one even after one of the same form. */
  private record Choice(Form form, boolean anew) {}

  private final WireWriter out;
  private final WireWriter body = new WireWriter();
  private final BitSet bitmap = new BitSet();
  private Form form = Form.NONE;
  private long bitmapStart;
  private long last;

  private SerialSections(WireWriter out) {
    this.out = out;
  }

  static void write(List<SerialRange> ranges, WireWriter out) {
    SerialSections sections = new SerialSections(out);
    Iterator<SerialRange> next = ranges.iterator();
    SerialRange range = next.hasNext() ? next.next() : null;
    while (range != null) {
      SerialRange following = next.hasNext() ? next.next() : null;
      long gap = following == null ? -1 : following.low() - range.high();
      sections.add(range, gap);
      range = following;
    }
    sections.end();
  }

  /**
   * Adds a range.
   *
   * @param gap to the next one; -1 where there is none
   */
  private void add(SerialRange range, long gap) {
    Choice choice = choose(range, gap);
    if (choice.anew() || choice.form() != form || form == Form.RANGE) {
      end();
      form = choice.form();
      if (form == Form.BITMAP) {
        bitmapStart = range.low();
        body.writeUint64(bitmapStart);
      }
    }
    switch (form) {
      case LIST -> {
        for (long n = 0; n < range.count(); n++) {
          body.writeUint64(range.low() + n);
        }
      }
      case RANGE -> body.writeUint64(range.low()).writeUint64(range.high());
      case BITMAP -> {
        int from = (int) (range.low() - bitmapStart);
        bitmap.set(from, from + (int) range.count());
      }
      case NONE -> throw new IllegalStateException();
    }
    last = range.high();
  }

  private Choice choose(SerialRange range, long gap) {
    long count = atMostMany(range.count());
    long lastGap = form == Form.NONE ? 0 : atMostMany(range.low() - last);
    long afterwards = gap == -1 ? 0 : SECTION;
    long bitsAfterwards = gap == -1 ? 0 : Math.min(atMostMany(gap), SECTION);
    long list = (form == Form.LIST ? 0 : TYPE) + NUMBER * count + afterwards;
    long span = TYPE + 2 * NUMBER + afterwards;
    long fresh = SECTION + count + bitsAfterwards;
    long grown = (form == Form.BITMAP ? 0 : SECTION) + lastGap + count + bitsAfterwards;
    if (form == Form.BITMAP && !fits(range)) {
      grown = Long.MAX_VALUE - TYPE;
    }
    Choice best = new Choice(Form.BITMAP, false);
    long cost = bytes(grown);
    if (bytes(span) < cost) {
      best = new Choice(Form.RANGE, false);
      cost = bytes(span);
    }
    if (bytes(list) < cost) {
      best = new Choice(Form.LIST, false);
      cost = bytes(list);
    }
    return bytes(fresh) < cost ? new Choice(Form.BITMAP, true) : best;
  }

  private boolean fits(SerialRange range) {
    return Long.compareUnsigned(range.high() - bitmapStart, MAX_BITS) < 0;
  }

  private static long atMostMany(long unsigned) {
    return Long.compareUnsigned(unsigned, MANY) > 0 ? MANY : unsigned;
  }

  private static long bytes(long bits) {
    return (bits + 7) / 8;
  }

  private void end() {
    if (form == Form.NONE) {
      return;
    }
    if (form == Form.BITMAP) {
      byte[] little = bitmap.toByteArray();
      byte[] big = new byte[little.length];
      for (int i = 0; i < big.length; i++) {
        big[i] = little[big.length - 1 - i];
      }
      body.writeUnsignedMpint(big);
      bitmap.clear();
    }
    out.writeByte(form.section).writeString(body);
    body.reset();
    form = Form.NONE;
  }
}
