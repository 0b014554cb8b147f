package dev.aikagi.guards;

/**
 * A test class or one test of it, as the tables name it: {@code transport.MitmTest#method}.
 *
 * @param method empty for all of the class
 */
record Selection(String type, String method) {
  static Selection parse(String text) {
    int hash = text.indexOf('#');
    return hash < 0
        ? new Selection(text, "")
        : new Selection(text.substring(0, hash), text.substring(hash + 1));
  }

  String className() {
    return "dev.aikagi." + type;
  }

  @Override
  public String toString() {
    return method.isEmpty() ? type : type + "#" + method;
  }
}
