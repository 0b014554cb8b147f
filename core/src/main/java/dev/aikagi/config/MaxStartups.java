package dev.aikagi.config;

/**
 * How many connections may be unauthenticated at once.
 *
 * @param begin from this many on, new ones are dropped at random
 * @param rate with this probability in percent, growing to 100
 * @param full when there are this many
 */
public record MaxStartups(int begin, int rate, int full) {
  private static final int DEFAULT_RATE = 30;

  /** OpenSSH's own. */
  public static final MaxStartups DEFAULT = new MaxStartups(10, DEFAULT_RATE, 100);

  static final ValueType<MaxStartups> TYPE =
      new ValueType<>() {
        @Override
        MaxStartups parse(Arguments in) throws BadValueException {
          int[] numbers = Pairs.numbers(in.required(), 3);
          boolean valid =
              switch (numbers.length) {
                case 1 -> numbers[0] > 0;
                case 3 ->
                    numbers[0] > 0
                        && numbers[0] <= numbers[2]
                        && numbers[1] >= 1
                        && numbers[1] <= 100;
                default -> false;
              };
          if (!valid) {
            throw BadValueException.of("Invalid " + in.keyword() + " spec.");
          }
          return numbers.length == 1
              ? new MaxStartups(numbers[0], DEFAULT_RATE, numbers[0])
              : new MaxStartups(numbers[0], numbers[1], numbers[2]);
        }
      };

  /** begin:rate:full. */
  @Override
  public String toString() {
    return begin + ":" + rate + ":" + full;
  }
}
