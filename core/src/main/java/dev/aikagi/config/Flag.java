package dev.aikagi.config;

import java.util.List;

/** yes or no; ssh also takes true and false. */
final class Flag extends ValueType<Boolean> {
  static final Flag TYPE = new Flag();

  private Flag() {}

  @Override
  Boolean parse(Arguments in) throws BadValueException {
    String word = Choice.word(in);
    if (word.equalsIgnoreCase("yes") || (!in.isServer() && word.equalsIgnoreCase("true"))) {
      return true;
    }
    if (word.equalsIgnoreCase("no") || (!in.isServer() && word.equalsIgnoreCase("false"))) {
      return false;
    }
    throw BadValueException.of("unsupported option \"" + word + "\".");
  }

  @Override
  List<String> choices(boolean server) {
    return List.of("yes", "no");
  }

  @Override
  String text(Boolean value) {
    return value ? "yes" : "no";
  }
}
