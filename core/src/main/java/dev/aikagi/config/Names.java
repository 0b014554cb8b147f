package dev.aikagi.config;

import java.util.List;
import java.util.Locale;

/**
 * A name out of a fixed list: log levels, syslog facilities, hashes. Printed as the list has it.
 */
final class Names extends ValueType<String> {
  static final Names LOG_LEVEL =
      new Names(
          "unsupported log level '%s'",
          "QUIET FATAL ERROR INFO VERBOSE DEBUG DEBUG1=DEBUG DEBUG2 DEBUG3");
  static final Names FACILITY =
      new Names(
          "unsupported log facility '%s'",
          "DAEMON USER AUTH AUTHPRIV LOCAL0 LOCAL1 LOCAL2 LOCAL3 LOCAL4 LOCAL5 LOCAL6 LOCAL7");
  static final Names HASH = new Names("", "MD5 SHA1 SHA256 SHA384 SHA512");

  private final String complaint;
  private final String names;

  private Names(String complaint, String names) {
    this.complaint = complaint;
    this.names = names;
  }

  @Override
  String parse(Arguments in) throws BadValueException {
    String word = in.next();
    if (complaint.isEmpty() && (word == null || word.isEmpty())) {
      throw BadValueException.of(
          in.isServer() ? in.keyword() + " missing argument." : "Missing argument.");
    }
    String wanted = word == null ? "<NONE>" : word;
    for (String entry : Split.at(' ', names)) {
      int equals = entry.indexOf('=');
      if (wanted.toUpperCase(Locale.ROOT).equals(equals < 0 ? entry : entry.substring(0, equals))) {
        return entry.substring(equals + 1);
      }
    }
    if (complaint.isEmpty()) {
      String what = in.isServer() ? in.keyword() : "hash";
      throw BadValueException.of("Invalid " + what + " algorithm \"" + wanted + "\".");
    }
    throw BadValueException.of(complaint.replace("%s", wanted));
  }

  @Override
  List<String> choices(boolean server) {
    return Split.at(' ', names).stream().map(e -> Split.at('=', e).getFirst()).toList();
  }
}
