package dev.aikagi.tools.keyscan;

/** What a wrong command line is answered with. */
final class Usage {
  static final String TEXT =
      """
      usage: ssh-keyscan [-46cDHqv] [-f file] [-O option] [-p port] [-T timeout]
                         [-t type] [host | addrlist namelist]
      """;

  private Usage() {}
}
