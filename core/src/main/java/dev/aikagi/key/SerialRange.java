package dev.aikagi.key;

/**
 * Serial numbers of certificates, which are unsigned, without a gap.
 *
 * @param low the first, never zero: that is the number of those that have none
 * @param high the last
 */
public record SerialRange(long low, long high) {
  public SerialRange {
    if (low == 0 || Long.compareUnsigned(low, high) > 0) {
      throw new IllegalArgumentException("serial numbers that are none");
    }
  }

  /** How many of them, as an unsigned number. */
  long count() {
    return high - low + 1;
  }

  /** As people write it: "7" or "7-12". */
  @Override
  public String toString() {
    String first = Long.toUnsignedString(low);
    return low == high ? first : first + "-" + Long.toUnsignedString(high);
  }
}
