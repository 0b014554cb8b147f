package dev.aikagi.tools.sftp;

/**
 * The flags of ls.
 *
 * @param all -a: with names that begin with a dot
 * @param numeric -n: numbers of owners and groups
 * @param scaled -h: sizes in few digits
 */
record ListFlags(
    View view, Order order, boolean reverse, boolean all, boolean numeric, boolean scaled) {
  static final ListFlags NONE = new ListFlags(View.COLUMNS, Order.NAME, false, false, false, false);

  enum View {
    COLUMNS,
    /** -1 */
    LINES,
    /** -l */
    LONG
  }

  enum Order {
    NAME,
    /** -t: the newest first */
    TIME,
    /** -S: the largest first */
    SIZE,
    /** -f: the server's */
    NONE
  }

  /** Whether a line depends on no other one, so that it need not wait for all of them. */
  boolean streams() {
    return order == Order.NONE && view != View.COLUMNS;
  }

  /** With one more flag, in the order in which they were typed. */
  ListFlags with(char flag) throws Refusal {
    return switch (flag) {
      // -1 takes back -l, -n and -h.
      case '1' -> new ListFlags(View.LINES, order, reverse, all, false, false);
      case 'l' -> new ListFlags(View.LONG, order, reverse, all, numeric, scaled);
      case 'n' -> new ListFlags(View.LONG, order, reverse, all, true, scaled);
      case 'h' -> new ListFlags(view, order, reverse, all, numeric, true);
      case 'a' -> new ListFlags(view, order, reverse, true, numeric, scaled);
      case 'r' -> new ListFlags(view, order, true, all, numeric, scaled);
      case 't' -> new ListFlags(view, Order.TIME, reverse, all, numeric, scaled);
      case 'S' -> new ListFlags(view, Order.SIZE, reverse, all, numeric, scaled);
      case 'f' -> new ListFlags(view, Order.NONE, reverse, all, numeric, scaled);
      default -> throw new Refusal("ls: Invalid flag -" + flag);
    };
  }
}
