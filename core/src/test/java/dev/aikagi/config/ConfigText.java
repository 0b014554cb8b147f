package dev.aikagi.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations out of texts, through a file as always. */
final class ConfigText {
  private ConfigText() {}

  static void client(ClientConfigReader reader, String text) throws ConfigException {
    Path file = write(text);
    try {
      reader.namedFile(file.toString());
    } finally {
      delete(file);
    }
  }

  static ServerConfig server(ServerConfigReader reader, String text) throws ConfigException {
    Path file = write(text);
    try {
      return reader.read(file.toString());
    } finally {
      delete(file);
    }
  }

  private static Path write(String text) {
    try {
      return Files.writeString(Files.createTempFile("config", ""), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
