package dev.aikagi.tools.configcheck;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words that OpenSSH's own tables of today do not tell apart, or do not have. */
final class OldWords {
  /** Of builds with Kerberos or smart cards, and of what Debian adds. */
  private static final List<String> ADDITIONS =
      List.of("gssapi", "gssusesession", "kerberos", "pkcs11provider", "smartcarddevice");

  private static final List<String> DEBIAN =
      List.of(
          "debianbanner",
          "permitblacklistedkeys",
          "useblacklistedkeys",
          "protocolkeepalives",
          "setuptimeout");

  /** As manuals of their time wrote them. */
  static final List<String> SPELLED =
      List.of(
          "Protocol",
          "ServerKeyBits",
          "KeyRegenerationInterval",
          "RhostsAuthentication",
          "RhostsRSAAuthentication",
          "RSAAuthentication",
          "CheckMail",
          "UseLogin",
          "UsePrivilegeSeparation",
          "UsePrivilegedPort",
          "UseRoaming",
          "Cipher",
          "CompressionLevel",
          "ChallengeResponseAuthentication",
          "SkeyAuthentication",
          "DSAAuthentication",
          "HostDSAKey",
          "KeepAlive",
          "PubkeyAcceptedKeyTypes",
          "HostbasedAcceptedKeyTypes",
          "HostbasedKeyTypes",
          "KerberosAuthentication");

  private OldWords() {}

  /** Of no build any more, among what OpenSSH calls unsupported. */
  static boolean isDead(String keyword) {
    return ADDITIONS.stream().noneMatch(lower(keyword)::startsWith);
  }

  /** A word that no release has, but that the builds of some systems take. */
  static boolean isAddition(String keyword) {
    String word = lower(keyword);
    return DEBIAN.contains(word) || ADDITIONS.stream().anyMatch(word::startsWith);
  }

  /** The system whose ssh alone knows a word. */
  static Optional<String> system(String keyword) {
    return switch (lower(keyword)) {
      case "usekeychain", "applemultipath" -> Optional.of("macOS");
      case "rsaminsize" -> Optional.of("Red Hat");
      case "hpndisabled", "tcprcvbufpoll", "noneenabled", "noneswitch" -> Optional.of("HPN-SSH");
      default -> Optional.empty();
    };
  }

  /** What a word of patches and instructions became in the released sshd. */
  static Optional<String> released(String keyword) {
    return switch (lower(keyword)) {
      case "authorizedkeyscommandrunas" -> Optional.of("AuthorizedKeysCommandUser");
      case "pamauthenticationviapam" -> Optional.of("UsePAM");
      default -> Optional.empty();
    };
  }

  private static String lower(String keyword) {
    return keyword.toLowerCase(Locale.ROOT);
  }
}
