package dev.aikagi.key;

import dev.aikagi.Reason;
import java.util.Optional;

/** Why a key file was not read or not written. The caller knows, and names, the file. */
public sealed interface KeyFileRefusal extends Reason {
  /** It is encrypted and no passphrase was given. */
  record PassphraseRequired() implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the private key is encrypted and no passphrase was given";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("give the passphrase, or add the key to an agent with ssh-add");
    }
  }

  /** It does not decrypt to a key with this passphrase. */
  record WrongPassphrase() implements KeyFileRefusal {
    @Override
    public String summary() {
      return "incorrect passphrase supplied to decrypt private key";
    }
  }

  /** It begins like a key file and is not one to the end. */
  record Damaged(String detail) implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the key file is damaged: " + detail;
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("restore the file from a copy; an editor or a transfer may have cut it");
    }
  }

  /** Nothing in it looks like a key of any format. */
  record NotAKeyFile() implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the file holds no key in any known format";
    }
  }

  /** It holds a public key where a private one is wanted. */
  record PublicKeyOnly() implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the file holds a public key, not a private one";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the file without .pub");
    }
  }

  /** It holds a key where a certificate is wanted. */
  record NoCertificate(KeyType type) implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the file holds a plain " + type.shortName() + " key, not a certificate";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("name the file that ends with -cert.pub");
    }
  }

  /** The key is of a type, or with parameters, that this implementation does not have. */
  record UnsupportedType(String name) implements KeyFileRefusal {
    @Override
    public String summary() {
      return "keys of type " + name + " are not supported here";
    }
  }

  /** The cipher, key derivation or file version is one that this implementation does not have. */
  record UnsupportedProtection(String name) implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the file is protected with " + name + ", which is not supported";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("rewrite the file with the program that made it, with another cipher");
    }
  }

  /** Decrypting would take more time or memory than anybody waits for. */
  record TooCostly(String what, long value, long limit) implements KeyFileRefusal {
    @Override
    public String summary() {
      return what + " of " + value + " is above the limit of " + limit;
    }
  }

  /** Private and public half are not of one key: the file was put together or tampered with. */
  record PublicHalfMismatch(KeyType type) implements KeyFileRefusal {
    @Override
    public String summary() {
      return "the public half of this " + type.shortName() + " key does not fit its private half";
    }
  }

  /** An optional library is not on the module path. */
  record LibraryMissing(String purpose) implements KeyFileRefusal {
    @Override
    public String summary() {
      return purpose + " needs Bouncy Castle, which is not on the module path";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "add org.bouncycastle:bcprov-jdk18on, or save the file as PPK version 2 or in OpenSSH's"
              + " format with puttygen");
    }
  }

  /** The file system did not give the bytes. */
  record Unreadable(String detail) implements KeyFileRefusal {
    @Override
    public String summary() {
      return detail;
    }
  }

  /** A key of this type has no form in this format. */
  record NoSuchForm(KeyType type, String format) implements KeyFileRefusal {
    @Override
    public String summary() {
      return "a key of type " + type.wireName() + " cannot be written as " + format;
    }
  }
}
