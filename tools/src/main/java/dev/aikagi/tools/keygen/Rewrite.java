package dev.aikagi.tools.keygen;

import dev.aikagi.Printable;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKeyFormat;
import java.io.IOException;

/** Writes a private key file anew: -p and -c. */
final class Rewrite {
  private static final int MAX_SHOWN = 4096;

  private final Request request;
  private final Desk desk;
  private final KeyFiles files;

  Rewrite(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
    this.files = new KeyFiles(request, desk);
  }

  void passphrase() throws Failure, IOException {
    String name = files.name("Enter file in which the key is");
    KeyFiles.mustExist(name, "");
    try (KeyFiles.Opened opened =
        files.open(
            name, request.passphrase(), "Enter old passphrase: ", "Failed to load key " + name)) {
      String comment = opened.loaded().comment();
      if (hasComment(opened)) {
        desk.line("Key has comment '" + Printable.of(comment, MAX_SHOWN) + "'");
      }
      try (SecretBytes passphrase = newPassphrase()) {
        new Saving(request).privateKey(opened.loaded().key(), name, passphrase, comment);
      }
    }
    desk.line("Your identification has been saved with the new passphrase.");
  }

  /** PEM files have none, which is not the same as an empty one. */
  private static boolean hasComment(KeyFiles.Opened opened) {
    return keepsComment(opened.loaded().format());
  }

  private static boolean keepsComment(PrivateKeyFormat format) {
    return switch (format) {
      case OPENSSH, PPK, PPK2 -> true;
      case PEM, PKCS8 -> false;
    };
  }

  private SecretBytes newPassphrase() throws Failure, IOException {
    if (request.newPassphrase().isPresent()) {
      return KeyFiles.secret(request.newPassphrase().get());
    }
    SecretBytes first = desk.passphrase("Enter new passphrase (empty for no passphrase): ");
    try (SecretBytes second = desk.passphrase("Enter same passphrase again: ")) {
      if (first.matches(second.expose())) {
        return first;
      }
    }
    first.close();
    desk.line("Pass phrases do not match.  Try again.");
    throw Failure.silent();
  }

  void comment() throws Failure, IOException {
    String name = files.name("Enter file in which the key is");
    KeyFiles.mustExist(name, "");
    try (KeyFiles.Opened opened =
        files.open(
            name,
            request.passphrase().or(request::newPassphrase),
            "Enter passphrase: ",
            "Cannot load private key \"" + name + "\"")) {
      if (opened.loaded().key().type() != KeyType.SSH_ED25519
          && !keepsComment(request.conversion().privateFormat())) {
        throw Failure.of("Comments are only supported for keys stored in the new format (-o).");
      }
      change(name, opened);
    }
  }

  private void change(String name, KeyFiles.Opened opened) throws Failure, IOException {
    String before = opened.loaded().comment();
    if (hasComment(opened)) {
      desk.line("Old comment: " + Printable.of(before, MAX_SHOWN));
    } else {
      desk.line("No existing comment");
    }
    String comment =
        request.comment().isPresent()
            ? request.comment().get()
            : desk.answer("New comment: ").orElseThrow(Failure::silent);
    if (hasComment(opened) && comment.equals(before)) {
      desk.line("No change to comment");
      return;
    }
    new Saving(request).privateKey(opened.loaded().key(), name, opened.passphrase(), comment);
    Saving.publicKey(opened.loaded().key().publicKey(), name + ".pub", comment);
    desk.line(comment.isEmpty() ? "Comment removed" : "Comment '" + comment + "' applied");
  }
}
