package dev.aikagi.key;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Turns the JDK's file exceptions into the words that strerror(3) has for them. */
public final class FileFault {
  private FileFault() {}

  /** Such as "No such file or directory". */
  public static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case NotDirectoryException _ -> "Not a directory";
      case java.nio.file.FileAlreadyExistsException _ -> "File exists";
      case FileSystemException f when f.getReason() != null -> text(f.getReason());
      default -> text(e.getMessage());
    };
  }

  private static String text(@Nullable String message) {
    return message == null ? "input/output error" : message;
  }
}
