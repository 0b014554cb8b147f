package dev.aikagi.tools.ssh;

import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that is to hold a certificate: one that CertificateFile names, or the one beside a key.
 *
 * @param name as it was asked for
 * @param file the one that was read: that name, or with .pub behind it
 * @param fault why there is no certificate in it
 */
record CertificateFile(
    String name,
    String file,
    Optional<Certificate> certificate,
    Optional<OwnCertificateReason> fault) {
  /** Empty where neither file is there. */
  static Optional<CertificateFile> ifThere(String name) {
    for (String file : new String[] {name, name + ".pub"}) {
      if (Files.exists(Path.of(file))) {
        return Optional.of(read(name, file));
      }
    }
    return Optional.empty();
  }

  static CertificateFile of(String name) {
    return ifThere(name)
        .orElseGet(() -> faulty(name, name, new OwnCertificateReason.FileMissing(name)));
  }

  private static CertificateFile read(String name, String file) {
    Path path = Path.of(file);
    try {
      if (PrivateKeys.looksLikeOne(path)) {
        return bad(name, file, new KeyFileRefusal.NotAKeyFile());
      }
      byte[] content = PrivateKeyFile.content(path);
      try {
        Certificate certificate = PublicKeyFile.readCertificate(content);
        return new CertificateFile(name, file, Optional.of(certificate), Optional.empty());
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    } catch (NoSuchFileException e) {
      return faulty(name, file, new OwnCertificateReason.FileMissing(file));
    } catch (KeyFileException e) {
      return bad(name, file, e.reason());
    } catch (IOException e) {
      return bad(name, file, new KeyFileRefusal.Unreadable(FileFault.sentence(e)));
    }
  }

  private static CertificateFile bad(String name, String file, KeyFileRefusal reason) {
    return faulty(name, file, new OwnCertificateReason.BadCertificate(file, reason));
  }

  private static CertificateFile faulty(String name, String file, OwnCertificateReason fault) {
    return new CertificateFile(name, file, Optional.empty(), Optional.of(fault));
  }

  /** Of the certificate, or of the key that is there in its place. */
  Optional<KeyType> type() {
    if (fault.orElse(null)
        instanceof
        OwnCertificateReason.BadCertificate(
            String _,
            KeyFileRefusal.NoCertificate(KeyType plain))) {
      return Optional.of(plain);
    }
    return certificate.map(Certificate::type);
  }

  /** Says what OpenSSH says of it. */
  void announce(String what, Log log) {
    log.debug(1, what + " file " + name + " type " + TypeNumber.of(type()));
    if (certificate.isEmpty() && type().isPresent()) {
      log.debug(
          1,
          "load_public_identity_files: key "
              + name
              + " type "
              + type().get().shortName()
              + " is not a certificate");
    }
  }
}
