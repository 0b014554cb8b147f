package dev.aikagi.tools.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.UserRefusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What has to be mended first is named first, wherever it stands. */
class DecidingReasonTest {
  private static final PublicKey KEY = KeyGenerator.ed25519().publicKey();
  private static final PublicKey OTHER = KeyGenerator.ed25519().publicKey();

  private static final List<Reason> IN_ORDER =
      List.of(
          new UserRefusal.NotListedInAllowUsers("hoge", "host", List.of()),
          new FileModeReason.WritableByOthers(Path.of("/f"), false, 0666),
          new AuthorizedKeyReason.Expired("/f", 3, Instant.EPOCH),
          new AuthorizedKeyReason.NotAKey("/f", 2, "words"),
          new AuthorizedKeyReason.OtherKey("/f", 1, KeyType.SSH_ED25519, OTHER.blob()),
          new AuthorizedKeyReason.NoKeys("/g"),
          new KeysFileReason.Missing(Path.of("/h")),
          new AuthorizedKeyReason.Continued("/f", 4, 2));

  @Test
  void theOrderHoldsHoweverTheyCome() {
    for (int from = 0; from < IN_ORDER.size(); from++) {
      List<Reason> reasons = new ArrayList<>(IN_ORDER.subList(from, IN_ORDER.size()));
      Collections.shuffle(reasons, new Random(from));
      assertEquals(
          Optional.of(IN_ORDER.get(from)),
          DecidingReason.of(reasons, new KeyOrCertificate.Plain(KEY)));
    }
    assertEquals(Optional.empty(), DecidingReason.of(List.of(), new KeyOrCertificate.Plain(KEY)));
  }

  @Test
  void aFaultyLineWithThisKeyComesBeforeOthers() {
    Reason other = new AuthorizedKeyReason.BadOptions("/f", 1, "x", OTHER.blob());
    Reason own = new AuthorizedKeyReason.BadOptions("/f", 2, "x", KEY.blob());
    assertEquals(
        Optional.of(own), DecidingReason.of(List.of(other, own), new KeyOrCertificate.Plain(KEY)));
    assertEquals(Optional.of(other), DecidingReason.of(List.of(other, own), null));
    Reason none = new AuthorizedKeyReason.BadOptions("/f", 3, "x", Bytes.EMPTY);
    assertEquals(
        Optional.of(own), DecidingReason.of(List.of(none, own), new KeyOrCertificate.Plain(KEY)));
  }

  @Test
  void manyOtherKeysAreOneReason() {
    Reason first = new AuthorizedKeyReason.OtherKey("/f", 1, OTHER.type(), OTHER.blob());
    Reason second = new AuthorizedKeyReason.OtherKey("/f", 2, OTHER.type(), OTHER.blob());
    assertEquals(
        Optional.of("/f: none of its 2 keys is this one"),
        DecidingReason.of(List.of(first, second), new KeyOrCertificate.Plain(KEY))
            .map(Reason::summary));
    assertEquals(
        Optional.of(first), DecidingReason.of(List.of(first), new KeyOrCertificate.Plain(KEY)));
  }
}
