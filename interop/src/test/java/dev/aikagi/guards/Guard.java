package dev.aikagi.guards;

import java.util.List;

/**
 * One guard: where it is, how it is taken out, and the tests of which each must then fail.
 *
 * @param place the table and the line, for messages
 * @param rows the rows of the threat list that it answers
 * @param seconds how long the tests may take at the least; a test that hangs is a test that fails
 */
record Guard(
    String place,
    List<String> rows,
    String title,
    List<Change> changes,
    List<Selection> tests,
    int seconds) {
  @Override
  public String toString() {
    return place + " " + String.join(" ", rows) + ": " + title;
  }
}
