package dev.aikagi.tools.configcheck;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Errors of files in the words of strerror(3). */
final class Faults {
  private Faults() {}

  static ConfigFileReason.NotReadable notReadable(String name, IOException e) {
    return new ConfigFileReason.NotReadable(Path.of(name), why(e));
  }

  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "No such file or directory";
      case AccessDeniedException a -> "Permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
