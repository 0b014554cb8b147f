package dev.aikagi.key;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of serial numbers: ranges that neither overlap nor touch each other. */
final class SerialNumbers {
  /** From the first number of each range to its last one. */
  private final NavigableMap<Long, Long> ranges = new TreeMap<>(Long::compareUnsigned);

  void add(SerialRange range) {
    long low = range.low();
    long high = range.high();
    Map.Entry<Long, Long> before = ranges.floorEntry(low);
    if (before != null && Long.compareUnsigned(before.getValue(), low - 1) >= 0) {
      low = before.getKey();
      high = max(high, before.getValue());
    }
    // From here on the range may swallow any number of others.
    Map.Entry<Long, Long> after = ranges.ceilingEntry(low);
    while (after != null && (high == -1 || Long.compareUnsigned(after.getKey(), high + 1) <= 0)) {
      ranges.remove(after.getKey());
      high = max(high, after.getValue());
      after = ranges.ceilingEntry(low);
    }
    ranges.put(low, high);
  }

  private static long max(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  List<SerialRange> ranges() {
    return ranges.entrySet().stream().map(e -> new SerialRange(e.getKey(), e.getValue())).toList();
  }
}
