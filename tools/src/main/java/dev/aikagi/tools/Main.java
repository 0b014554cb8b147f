package dev.aikagi.tools;

/** Runs any of the tools by name. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(255);
  }
}
