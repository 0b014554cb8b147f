package dev.aikagi.agent;

import static dev.aikagi.agent.AgentTalk.FAILURE;
import static dev.aikagi.agent.AgentTalk.SUCCESS;
import static dev.aikagi.agent.AgentTalk.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of clients, good and others. */
class AgentRequestTest {
  private static final PrivateKey KEY = KeyGenerator.ed25519();
  private static final Host ALPHA = Host.named("alpha");
  private static final Host BETA = Host.named("beta");

  private final Keyring keyring =
      new Keyring(KeyringOptions.defaults().withConfirmation(question -> true));
  private final AgentTalk talk = new AgentTalk(keyring);

  private static AgentRequest read(WireWriter message) throws RefusedException {
    return AgentRequest.read(message.toArray(), message.length());
  }

  private static AgentRefusal refusal(WireWriter message) {
    return assertThrows(RefusedException.class, () -> read(message)).reason();
  }

  private static WireWriter constrained() {
    return AgentTalk.adding(KEY);
  }

  private static WireWriter extension(String name) {
    return constrained().writeByte(255).writeUtf8(name);
  }

  @Test
  void constraintsAreReadAsTheyAreWritten() throws Exception {
    KeyConstraints all =
        new KeyConstraints(
            Optional.of(Duration.ofSeconds(0xffff_ffffL)),
            true,
            List.of(ALPHA.direct(), new DestinationConstraint(ALPHA.hop(), BETA.hop("hoge"))),
            Optional.of("internal"));
    WireWriter message = constrained();
    ConstraintFields.write(message, all);
    AgentRequest.AddIdentity add = assertInstanceOf(AgentRequest.AddIdentity.class, read(message));
    assertEquals(all, add.constraints());
    assertEquals(Bytes.utf8("a comment"), add.comment());
    assertEquals(KEY.publicKey(), add.key().publicKey());
  }

  @Test
  @Tag("G2")
  void whatTheNumberForPlainKeysBringsIsHeededToo() throws Exception {
    WireWriter message = number(17);
    TransferredKey.write(message, new TransferredKey.Plain(KEY));
    message.writeUtf8("").writeByte(2);
    AgentRequest.AddIdentity add = assertInstanceOf(AgentRequest.AddIdentity.class, read(message));
    assertTrue(add.constraints().confirm());
  }

  @Test
  @Tag("G2")
  void aKeyWithAnUnknownConstraintIsNotTaken() throws Exception {
    for (WireWriter message :
        List.of(
            constrained().writeByte(0),
            constrained().writeByte(3).writeUint32(1),
            constrained().writeByte(254),
            constrained().writeByte(2).writeByte(4),
            extension("no-such-constraint@example.org"),
            extension("restrict-destination-v01@openssh.com").writeUtf8(""))) {
      assertInstanceOf(AgentRefusal.UnknownConstraint.class, refusal(message));
      assertEquals(FAILURE, talk.status(message));
    }
    assertInstanceOf(
        AgentRefusal.NoSmartcards.class,
        refusal(extension("associated-certs-v00@openssh.com").writeBoolean(true).writeUtf8("")));
    assertEquals(0, keyring.size());
  }

  @Test
  @Tag("G2")
  void aConstraintComesOnce() {
    WireWriter lifetimes = constrained().writeByte(1).writeUint32(1).writeByte(1).writeUint32(9);
    assertInstanceOf(AgentRefusal.Malformed.class, refusal(lifetimes));
    assertInstanceOf(
        AgentRefusal.Malformed.class, refusal(constrained().writeByte(2).writeByte(2)));
    WireWriter twice = AgentTalk.adding(KEY, ALPHA.direct());
    ConstraintFields.write(twice, KeyConstraints.NONE.withDestinations(List.of(BETA.direct())));
    assertInstanceOf(AgentRefusal.Malformed.class, refusal(twice));
    WireWriter providers = extension("sk-provider@openssh.com").writeUtf8("a");
    providers.writeByte(255).writeUtf8("sk-provider@openssh.com").writeUtf8("b");
    assertInstanceOf(AgentRefusal.Malformed.class, refusal(providers));
  }

  @Test
  @Tag("G2")
  void aDestinationConstraintIsWhole() {
    Hop none = Hop.ORIGIN;
    for (DestinationConstraint bad :
        List.of(
            new DestinationConstraint(none, none),
            new DestinationConstraint(none, new Hop("", "alpha", List.of())),
            new DestinationConstraint(none, new Hop("", "", ALPHA.hop().keys())),
            new DestinationConstraint(none, new Hop("alpha", "", List.of())),
            new DestinationConstraint(new Hop("", "alpha", List.of()), BETA.hop()),
            new DestinationConstraint(new Hop("", "", ALPHA.hop().keys()), BETA.hop()),
            new DestinationConstraint(new Hop("hoge", "", List.of()), BETA.hop()),
            new DestinationConstraint(ALPHA.hop("hoge"), BETA.hop()))) {
      assertInstanceOf(AgentRefusal.Malformed.class, refusal(AgentTalk.adding(KEY, bad)));
    }
    String name = "restrict-destination-v00@openssh.com";
    assertInstanceOf(AgentRefusal.Malformed.class, refusal(extension(name).writeUtf8("")));
    // A reserved field in use: of a hop, and of a constraint.
    WireWriter hop = new WireWriter().writeUtf8("").writeUtf8("").writeUtf8("");
    WireWriter odd = new WireWriter().writeUtf8("").writeUtf8("").writeUtf8("x");
    WireWriter to = new WireWriter().writeUtf8("").writeUtf8("a").writeUtf8("");
    to.writeString(ALPHA.shown()).writeBoolean(false);
    for (WireWriter one :
        List.of(
            new WireWriter().writeString(odd).writeString(to).writeUtf8(""),
            new WireWriter().writeString(hop).writeString(to).writeUtf8("x"),
            new WireWriter().writeString(hop).writeString(to).writeUtf8("").writeByte(0))) {
      WireWriter all = new WireWriter().writeString(one);
      assertInstanceOf(AgentRefusal.Malformed.class, refusal(extension(name).writeString(all)));
    }
  }

  @Test
  @Tag("G3")
  void thereAreNoMoreThanAThousandDestinations() throws Exception {
    DestinationConstraint[] many = new DestinationConstraint[1024];
    java.util.Arrays.fill(many, ALPHA.direct());
    assertEquals(SUCCESS, talk.status(AgentTalk.adding(KEY, many)));
    DestinationConstraint[] more = java.util.Arrays.copyOf(many, 1025);
    more[1024] = ALPHA.direct();
    assertInstanceOf(AgentRefusal.Malformed.class, refusal(AgentTalk.adding(KEY, more)));
  }

  @Test
  void keysThatCannotBeHeldAreRefused() {
    WireWriter unknown = number(25).writeUtf8("ssh-new").writeUtf8("x").writeUtf8("");
    assertInstanceOf(AgentRefusal.BadKey.class, refusal(unknown));
    PrivateKey other = KeyGenerator.ed25519();
    byte[] mixed = AgentTalk.adding(KEY).toArray();
    byte[] foreign = AgentTalk.adding(other).toArray();
    System.arraycopy(foreign, 20, mixed, 20, 32);
    RefusedException e =
        assertThrows(RefusedException.class, () -> AgentRequest.read(mixed, mixed.length));
    assertInstanceOf(AgentRefusal.BadKey.class, e.reason());
  }

  @Test
  void smartcardsAreRefusedByName() {
    for (int number : new int[] {20, 21, 26}) {
      assertInstanceOf(
          AgentRefusal.NoSmartcards.class,
          refusal(number(number).writeUtf8("/usr/lib/p11.so").writeUtf8("1234")));
    }
  }

  /** Requests of protocol 1, answers, and numbers that nobody has. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 24, 28, 29, 30, 102, 255})
  void unknownRequestsFail(int number) {
    assertEquals(new AgentRefusal.UnknownRequest(number), refusal(number(number)));
    assertEquals(FAILURE, talk.status(number(number).writeUtf8("anything")));
  }

  @Test
  void unknownExtensionsFail() throws Exception {
    assertEquals(
        new AgentRefusal.UnknownExtension("x@y"),
        refusal(number(27).writeUtf8("x@y").writeByte(1)));
    assertEquals(FAILURE, talk.status(number(27).writeUtf8("x@y")));
    assertInstanceOf(AgentRefusal.Malformed.class, refusal(number(27)));
  }

  @Test
  void theExtensionsAreAskedFor() throws Exception {
    WireReader answer = talk.ask(number(27).writeUtf8("query"));
    assertEquals(29, answer.readByte());
    assertEquals("query", answer.readUtf8());
    assertEquals("query", answer.readUtf8());
    assertEquals("session-bind@openssh.com", answer.readUtf8());
    answer.expectEnd();
  }

  @Test
  @Tag("G3")
  void whatStandsBehindARequestMakesItAnother() throws Exception {
    for (WireWriter message :
        List.of(
            number(11),
            number(19),
            number(22).writeUtf8("secret"),
            number(23).writeUtf8("secret"),
            number(18).writeString(KEY.publicKey().blob()),
            AgentTalk.signing(KEY.publicKey().blob(), new byte[1], 0),
            number(27).writeUtf8("query"))) {
      assertInstanceOf(AgentRefusal.Malformed.class, refusal(message.writeByte(0)));
      assertEquals(FAILURE, talk.status(message));
    }
    assertEquals(List.of(), talk.list());
  }

  /**
   * Every request that is cut off anywhere, or has a length that lies, is answered by a failure.
   */
  @Test
  @Tag("G3")
  void noPartOfARequestIsOne() throws Exception {
    SessionBinding binding = ALPHA.binding(Host.session(1), true);
    for (WireWriter message :
        List.of(
            AgentTalk.adding(
                KEY, ALPHA.direct(), new DestinationConstraint(ALPHA.hop(), BETA.hop())),
            AgentTalk.adding(KeyGenerator.rsa(2048)),
            AgentTalk.adding(KeyGenerator.ecdsa(256)),
            AgentTalk.signing(KEY.publicKey().blob(), new byte[] {1, 2}, 0),
            binding.request())) {
      byte[] whole = message.toArray();
      int constraints = whole[0] == 25 ? constraintsAt(whole) : -1;
      for (int length = 0; length < whole.length; length++) {
        if (length != constraints) {
          WireReader answer =
              new WireReader(new AgentVisit(keyring).answer(whole, length).toArray());
          int status = answer.readByte();
          assertTrue(status == FAILURE || status == 28, "cut at " + length);
        }
      }
      for (int at = 0; at < whole.length - 4; at++) {
        for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
          byte[] changed = whole.clone();
          changed[at] = (byte) value;
          // Whatever comes of it, it is an answer.
          assertTrue(new AgentVisit(keyring).answer(changed, changed.length).length() > 0);
        }
      }
    }
  }

  /** Where a request without its constraints would be whole. */
  private static int constraintsAt(byte[] message) throws Exception {
    WireReader in = new WireReader(message);
    in.skip(1);
    TransferredKey.read(in).close();
    in.skip(in.readStringLength());
    return in.position();
  }
}
