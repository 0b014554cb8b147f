package dev.aikagi.agent;

import static dev.aikagi.agent.AgentTalk.EXTENSION_FAILURE;
import static dev.aikagi.agent.AgentTalk.FAILURE;
import static dev.aikagi.agent.AgentTalk.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.key.Certified;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that may be used at some hosts only, and what a connection says of where it comes from. */
@Tag("G2")
class DestinationTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final Bytes BLOB = KEY.publicKey().blob();
  private static final Host ALPHA = Host.named("alpha");
  private static final Host BETA = Host.named("beta");
  private static final Host GAMMA = Host.named("gamma");
  private static final Bytes ONE = Host.session(1);
  private static final Bytes TWO = Host.session(2);
  private static final Bytes THREE = Host.session(3);

  private final List<AgentRefusal> refusals = new ArrayList<>();
  private final Keyring keyring =
      new Keyring(
          KeyringOptions.defaults()
              .withObserver(
                  event -> {
                    if (event instanceof AgentEvent.Refused(AgentRefusal reason)) {
                      refusals.add(reason);
                    }
                  }));
  private final AgentTalk local = new AgentTalk(keyring);

  private AgentTalk bound(SessionBinding... way) {
    AgentTalk talk = new AgentTalk(keyring);
    for (SessionBinding step : way) {
      assertEquals(SUCCESS, talk.bind(step));
    }
    return talk;
  }

  private void refused(Class<? extends AgentRefusal> kind) {
    assertEquals(kind, refusals.getLast().getClass());
    assertFalse(refusals.getLast().summary().isEmpty());
    refusals.clear();
  }

  private static SessionBinding login(Host host, Bytes session) throws Exception {
    return host.binding(session, false);
  }

  private static SessionBinding forward(Host host, Bytes session) throws Exception {
    return host.binding(session, true);
  }

  @Test
  void aKeyOfOneHostIsUsedThereAndNowhereElse() throws Exception {
    local.add(KEY, ALPHA.direct());
    assertEquals(List.of(BLOB), local.list());

    AgentTalk there = bound(login(ALPHA, ONE));
    assertEquals(List.of(BLOB), there.list());
    assertTrue(there.signs(KEY, Host.login(ONE, "hoge", KEY)));
    assertTrue(there.signs(KEY, ALPHA.hostbound(ONE, "hoge", KEY)));

    AgentTalk elsewhere = bound(login(BETA, ONE));
    assertEquals(List.of(), elsewhere.list());
    assertFalse(elsewhere.signs(KEY, Host.login(ONE, "hoge", KEY)));
    refused(AgentRefusal.NotOnThisWay.class);
  }

  @Test
  void nothingIsSignedBeforeTheConnectionIsBound() throws Exception {
    local.add(KEY, ALPHA.direct());
    assertFalse(local.signs(KEY, Host.login(ONE, "hoge", KEY)));
    refused(AgentRefusal.NotBound.class);
  }

  @Test
  void nothingButALoginIsSigned() throws Exception {
    local.add(KEY, ALPHA.direct());
    AgentTalk there = bound(login(ALPHA, ONE));
    assertFalse(there.signs(KEY, new byte[] {1, 2, 3}));
    refused(AgentRefusal.NotALogin.class);
    PrivateKey other = KeyGenerator.ed25519();
    byte[] good = Host.login(ONE, "hoge", KEY);
    for (byte[] data :
        List.of(
            Host.login(ONE, "hoge", other),
            Host.request(ONE, "hoge", "password", KEY).toArray(),
            Host.request(Bytes.EMPTY, "hoge", "publickey", KEY).toArray(),
            Host.request(ONE, "hoge", "publickey", "rsa-sha2-512", BLOB).toArray(),
            Host.request(ONE, "hoge", "publickey", KEY).writeByte(0).toArray(),
            Host.request(ONE, "hoge", "publickey-hostbound-v00@openssh.com", KEY).toArray(),
            java.util.Arrays.copyOf(good, good.length - 1),
            new WireWriter().writeString(ONE).writeRaw(new byte[] {51}).toArray())) {
      assertFalse(there.signs(KEY, data));
      refused(AgentRefusal.NotALogin.class);
    }
    byte[] service = Host.login(ONE, "hoge", KEY);
    int at = new String(service, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("ssh-conn");
    service[at] = 'x';
    assertFalse(there.signs(KEY, service));
    byte[] unsigned = good.clone();
    int flag = new String(good, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("publickey");
    unsigned[flag + 9] = 0;
    assertFalse(there.signs(KEY, unsigned));
    assertTrue(there.signs(KEY, good));
  }

  @Test
  void theLoginIsInTheSessionThatWasBound() throws Exception {
    local.add(KEY, ALPHA.direct());
    AgentTalk there = bound(login(ALPHA, ONE));
    assertFalse(there.signs(KEY, Host.login(TWO, "hoge", KEY)));
    refused(AgentRefusal.OtherSession.class);
    assertFalse(there.signs(KEY, BETA.hostbound(ONE, "hoge", KEY)));
    refused(AgentRefusal.OtherHostKeySigned.class);
  }

  @Test
  void theUserIsOneOfThose() throws Exception {
    local.add(KEY, new DestinationConstraint(Hop.ORIGIN, ALPHA.hop("ho*e")));
    AgentTalk there = bound(login(ALPHA, ONE));
    assertEquals(List.of(BLOB), there.list());
    assertTrue(there.signs(KEY, Host.login(ONE, "hoge", KEY)));
    assertFalse(there.signs(KEY, Host.login(ONE, "root", KEY)));
    refused(AgentRefusal.NotOnThisWay.class);
  }

  @Test
  void anyOneConstraintIsEnoughForAStep() throws Exception {
    local.add(KEY, ALPHA.direct(), BETA.direct());
    assertTrue(bound(login(ALPHA, ONE)).signs(KEY, Host.login(ONE, "hoge", KEY)));
    assertTrue(bound(login(BETA, ONE)).signs(KEY, Host.login(ONE, "hoge", KEY)));
    assertFalse(bound(login(GAMMA, ONE)).signs(KEY, Host.login(ONE, "hoge", KEY)));
  }

  @Test
  void behindAHostItNeedsAConstraintForEachStep() throws Exception {
    local.add(KEY, ALPHA.direct(), BETA.behind(ALPHA));
    AgentTalk behind = bound(forward(ALPHA, ONE), login(BETA, TWO));
    assertEquals(List.of(BLOB), behind.list());
    assertTrue(behind.signs(KEY, BETA.hostbound(TWO, "hoge", KEY)));

    assertFalse(bound(login(BETA, TWO)).signs(KEY, BETA.hostbound(TWO, "hoge", KEY)));
    refused(AgentRefusal.NotOnThisWay.class);
    AgentTalk further = bound(forward(ALPHA, ONE), forward(BETA, TWO), login(GAMMA, THREE));
    assertEquals(List.of(), further.list());
    assertFalse(further.signs(KEY, GAMMA.hostbound(THREE, "hoge", KEY)));
    refused(AgentRefusal.NotOnThisWay.class);
  }

  @Test
  void aStepBeginsWhereTheLastOneEnded() throws Exception {
    local.add(KEY, ALPHA.direct(), GAMMA.direct(), BETA.behind(ALPHA));
    AgentTalk other = bound(forward(GAMMA, ONE), login(BETA, TWO));
    assertEquals(List.of(), other.list());
    assertFalse(other.signs(KEY, BETA.hostbound(TWO, "hoge", KEY)));
    refused(AgentRefusal.NotOnThisWay.class);
  }

  @Test
  void behindAHostTheLoginNamesTheHostKey() throws Exception {
    local.add(KEY, ALPHA.direct(), BETA.behind(ALPHA));
    AgentTalk behind = bound(forward(ALPHA, ONE), login(BETA, TWO));
    assertFalse(behind.signs(KEY, Host.login(TWO, "hoge", KEY)));
    refused(AgentRefusal.NoHostKeySigned.class);
    assertFalse(behind.signs(KEY, ALPHA.hostbound(TWO, "hoge", KEY)));
    refused(AgentRefusal.OtherHostKeySigned.class);
  }

  @Test
  void overAForwardedConnectionItDoesNotLogInAtTheForwarder() throws Exception {
    local.add(KEY, ALPHA.direct(), BETA.behind(ALPHA));
    AgentTalk forwarded = bound(forward(ALPHA, ONE));
    assertEquals(List.of(BLOB), forwarded.list());
    assertFalse(forwarded.signs(KEY, ALPHA.hostbound(ONE, "hoge", KEY)));
    refused(AgentRefusal.LoginOverForwarding.class);
  }

  @Test
  void aKeyThatIsOfNoUseBehindAHostIsNotSeenThere() throws Exception {
    local.add(KEY, ALPHA.direct());
    AgentTalk forwarded = bound(forward(ALPHA, ONE));
    assertEquals(List.of(), forwarded.list());
    assertEquals(FAILURE, forwarded.remove(BLOB));
    refused(AgentRefusal.NotBehindThisHost.class);
    assertEquals(List.of(BLOB), local.list());
  }

  @Test
  void whoDoesNotSeeAKeyDoesNotReplaceItEither() throws Exception {
    local.add(KEY, ALPHA.direct());
    AgentTalk elsewhere = bound(forward(BETA, ONE));
    assertEquals(FAILURE, elsewhere.status(AgentTalk.adding(KEY)));
    refused(AgentRefusal.NotOnThisWay.class);
    assertFalse(elsewhere.signs(KEY, new byte[] {1}));
    assertEquals(SUCCESS, local.status(AgentTalk.adding(KEY)));
    assertTrue(elsewhere.signs(KEY, new byte[] {1}));
  }

  @Test
  void aConnectionForALoginIsNotForwardedAfterwards() throws Exception {
    AgentTalk there = bound(login(ALPHA, ONE));
    assertEquals(EXTENSION_FAILURE, there.bind(login(BETA, TWO)));
    refused(AgentRefusal.NotBindable.class);
    assertEquals(EXTENSION_FAILURE, there.bind(login(ALPHA, ONE)));
    refused(AgentRefusal.NotBindable.class);
  }

  @Test
  void theHostProvesTheSession() throws Exception {
    local.add(KEY, ALPHA.direct());
    SessionBinding good = login(ALPHA, ONE);
    for (SessionBinding bad :
        List.of(
            new SessionBinding(good.hostKey(), TWO, good.signature(), false),
            new SessionBinding(BETA.shown(), ONE, good.signature(), false),
            new SessionBinding(good.hostKey(), ONE, Bytes.EMPTY, false),
            new SessionBinding(Bytes.EMPTY, ONE, good.signature(), false),
            login(ALPHA, Bytes.EMPTY),
            new SessionBinding(good.hostKey(), Bytes.of(new byte[129]), good.signature(), false))) {
      AgentTalk talk = new AgentTalk(keyring);
      assertEquals(EXTENSION_FAILURE, talk.bind(bad));
      refused(AgentRefusal.NotBindable.class);
      // Whoever asks here is at no host that the key could be for.
      assertEquals(List.of(), talk.list());
      assertFalse(talk.signs(KEY, Host.login(ONE, "hoge", KEY)));
      refused(AgentRefusal.BindFailedBefore.class);
    }
  }

  @Test
  void aFaultySessionBindIsOneThatFailed() throws Exception {
    local.add(KEY, ALPHA.direct());
    AgentTalk talk = new AgentTalk(keyring);
    WireWriter cut = AgentTalk.number(27).writeUtf8("session-bind@openssh.com").writeByte(0);
    assertEquals(EXTENSION_FAILURE, talk.status(cut));
    assertEquals(List.of(), talk.list());
  }

  /** Whoever is behind a connection that nobody vouched for could vouch for himself. */
  @Test
  void aBindingThatFailedIsNotMadeGood() throws Exception {
    local.add(KEY, ALPHA.direct());
    AgentTalk talk = new AgentTalk(keyring);
    SessionBinding good = login(ALPHA, ONE);
    SessionBinding bad = new SessionBinding(good.hostKey(), TWO, good.signature(), true);
    assertEquals(EXTENSION_FAILURE, talk.bind(bad));
    assertEquals(SUCCESS, talk.bind(good));
    assertEquals(List.of(), talk.list());
    assertFalse(talk.signs(KEY, Host.login(ONE, "hoge", KEY)));
    refused(AgentRefusal.BindFailedBefore.class);
  }

  @Test
  void whoRemovesAllRemovesWhatHeSees() throws Exception {
    PrivateKey open = KeyGenerator.ed25519();
    local.add(KEY, ALPHA.direct());
    local.add(open);
    AgentTalk elsewhere = bound(forward(BETA, ONE));
    assertEquals(List.of(open.publicKey().blob()), elsewhere.list());
    assertEquals(SUCCESS, elsewhere.status(AgentTalk.number(19)));
    assertEquals(List.of(BLOB), local.list());
    assertEquals(SUCCESS, local.status(AgentTalk.number(19)));
    assertEquals(List.of(), local.list());
  }

  @Test
  void theSameBindingTwiceIsOne() throws Exception {
    AgentTalk talk = bound(forward(ALPHA, ONE), forward(ALPHA, ONE), forward(ALPHA, TWO));
    SessionBinding other = BETA.binding(ONE, true);
    assertEquals(EXTENSION_FAILURE, talk.bind(other));
    refused(AgentRefusal.NotBindable.class);
  }

  @Test
  @Tag("G3")
  void aWayHasNoMoreThanSixteenHosts() throws Exception {
    AgentTalk talk = new AgentTalk(keyring);
    for (int i = 0; i < 16; i++) {
      assertEquals(SUCCESS, talk.bind(forward(ALPHA, Host.session(i))));
    }
    assertEquals(EXTENSION_FAILURE, talk.bind(forward(ALPHA, Host.session(16))));
    refused(AgentRefusal.NotBindable.class);
  }

  @Test
  void aCertifiedHostIsKnownByItsAuthority() throws Exception {
    PrivateKey authority = KeyGenerator.ed25519();
    Host certified = Host.certified("delta", authority);
    Hop any = Host.certifiedHop("delta", authority);
    local.add(KEY, new DestinationConstraint(Hop.ORIGIN, any));
    assertEquals(List.of(BLOB), bound(login(certified, ONE)).list());
    assertTrue(bound(login(certified, ONE)).signs(KEY, certified.hostbound(ONE, "hoge", KEY)));

    Host renamed = Host.certified("epsilon", authority);
    assertEquals(List.of(), bound(login(renamed, ONE)).list());
    Host stranger = Host.certified("delta", KeyGenerator.ed25519());
    assertEquals(List.of(), bound(login(stranger, ONE)).list());
    // The authority's key vouches for hosts; a host that has it as its own is none of them.
    Host itself = new Host("delta", authority, authority.publicKey().blob());
    assertEquals(List.of(), bound(login(itself, ONE)).list());
    PrivateKey plain = KeyGenerator.ed25519();
    Bytes user = Certified.of(plain.publicKey()).principals("delta").kind(1).blob(authority);
    assertEquals(List.of(), bound(login(new Host("delta", plain, user), ONE)).list());
  }

  @Test
  void aHostThatIsKnownByItsKeyShowsNoCertificate() throws Exception {
    PrivateKey authority = KeyGenerator.ed25519();
    local.add(KEY, ALPHA.direct());
    Bytes shown = Certified.of(ALPHA.key().publicKey()).principals("alpha").blob(authority);
    assertEquals(List.of(), bound(login(new Host("alpha", ALPHA.key(), shown), ONE)).list());
  }

  @Test
  void whatComesFromElsewhereWhileLockedDoesSoAfterwards() throws Exception {
    local.add(KEY, ALPHA.direct());
    assertEquals(SUCCESS, local.lock("secret"));
    AgentTalk elsewhere = new AgentTalk(keyring);
    assertEquals(SUCCESS, elsewhere.bind(forward(BETA, ONE)));
    assertEquals(SUCCESS, local.unlock("secret"));
    assertEquals(List.of(), elsewhere.list());
    assertEquals(List.of(BLOB), local.list());
  }

  @Test
  void certificatesAreRestrictedAsKeysAre() throws Exception {
    var certificate = Certified.of(KEY.publicKey()).kind(1).by(KeyGenerator.ed25519());
    WireWriter adding =
        AgentTalk.adding(new dev.aikagi.key.TransferredKey.Certified(certificate, KEY));
    ConstraintFields.write(adding, KeyConstraints.NONE.withDestinations(List.of(ALPHA.direct())));
    assertEquals(SUCCESS, local.status(adding));
    AgentTalk there = bound(login(ALPHA, ONE));
    byte[] data =
        Host.request(ONE, "hoge", "publickey", certificate.type().wireName(), certificate.blob())
            .toArray();
    assertTrue(there.sign(certificate.blob(), data, 0).isPresent());
    assertTrue(bound(login(BETA, ONE)).sign(certificate.blob(), data, 0).isEmpty());
    assertTrue(there.sign(certificate.blob(), Host.login(ONE, "hoge", KEY), 0).isEmpty());
  }

  @Test
  void aConstraintSaysWhatItIs() {
    assertEquals("(ORIGIN) > alpha", ALPHA.direct().text());
    DestinationConstraint c = new DestinationConstraint(ALPHA.hop(), BETA.hop("hoge"));
    assertEquals("alpha > hoge@beta", c.text());
  }
}
