package dev.aikagi.interop.ssh;

/** What a run of an ssh showed. */
record Result(int status, String output, String messages) {
  @Override
  public String toString() {
    return status + "\n--- output\n" + output + "\n--- messages\n" + messages;
  }
}
