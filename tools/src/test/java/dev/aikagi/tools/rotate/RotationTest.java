package dev.aikagi.tools.rotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.copyid.InstallKey;
import dev.aikagi.tools.rotate.Outcome.State;
import dev.aikagi.tools.rotate.Site.Turn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RotationTest {
  private final PrivateKey old = KeyGenerator.ed25519();
  private final PrivateKey fresh = KeyGenerator.ed25519();
  private final InstallKey installed =
      new InstallKey(fresh.publicKey(), "me", "id.new", Optional.empty());
  private final String before = "# a\nfrom=\"::1\" " + old.publicKey().line() + " me\n# b\n";
  private final String after = "# a\n# b\nfrom=\"::1\" " + fresh.publicKey().line() + " me\n";

  private ScriptedSite site(String content) {
    return new ScriptedSite(old.publicKey(), fresh.publicKey(), content);
  }

  private Outcome rotate(ScriptedSite site, boolean resumed) {
    return new Rotation(old, fresh, installed, resumed).at(site);
  }

  @Test
  void theOldLineGoesAfterTheNewOneIsProven() {
    ScriptedSite site = site(before);
    assertEquals(State.ROTATED, rotate(site, false).state());
    assertEquals(after, site.content());
    assertEquals(
        List.of(
            "login OLD",
            "read",
            "append",
            "read",
            "login NEW",
            "replace",
            "login NEW",
            "login OLD"),
        site.steps);
  }

  /** Whoever ends it anywhere, before or after a step takes effect, still gets in. */
  @Test
  @Tag("C7")
  void atEveryMomentOneKeyOpensTheDoor() {
    ScriptedSite whole = site(before);
    assertEquals(State.ROTATED, rotate(whole, false).state());
    for (int end = 0; end < whole.steps.size(); end++) {
      for (boolean takesEffect : new boolean[] {false, true}) {
        ScriptedSite site = site(before);
        site.end = end;
        site.takesEffect = takesEffect;
        assertThrows(ScriptedSite.Ended.class, () -> rotate(site, false));
        assertTrue(site.opensTo(Turn.OLD) || site.opensTo(Turn.NEW), site.steps.toString());
        assertTrue(
            site.content()
                .lines()
                .filter(line -> line.contains("ssh-"))
                .allMatch(line -> line.startsWith("from=\"::1\" ")),
            site.content());
        site.end = -1;
        Outcome again = rotate(site, true);
        assertEquals(State.ROTATED, again.state(), again + " after " + site.steps);
        assertEquals(after, site.content());
      }
    }
  }

  @Test
  @Tag("C7")
  void whereTheNewKeyDoesNotOpenTheOldLineStays() {
    for (Seen door :
        List.of(new Seen.Shut(), new Seen.NotReached("gone"), new Seen.Unproven("all"))) {
      ScriptedSite site = site(before);
      site.door = (login, _) -> login == 2 ? door : null;
      assertFalse(rotate(site, false).state() == State.ROTATED);
      assertTrue(site.opensTo(Turn.OLD));
      assertFalse(site.steps.contains("replace"));
    }
  }

  @Test
  @Tag("C7")
  void whereItDoesNotOpenAfterwardsTheOldLineComesBack() {
    ScriptedSite site = site(before);
    site.door = (login, _) -> login == 3 ? new Seen.Shut() : null;
    Outcome outcome = rotate(site, false);
    assertEquals(State.FAILED, outcome.state());
    assertTrue(outcome.text().contains("the old line was put back"), outcome.text());
    assertTrue(site.opensTo(Turn.OLD) && site.opensTo(Turn.NEW));
    assertEquals(List.of("evidence"), outcome.evidence());
  }

  @Test
  @Tag("C7")
  void somebodyElsesChangeIsNotUndone() {
    ScriptedSite site = site(before);
    site.beforeReplace = () -> site.file = Octets.array(site.content() + "# c\n");
    Outcome outcome = rotate(site, false);
    assertEquals(State.FAILED, outcome.state());
    assertTrue(outcome.text().contains("somebody else changed it just now"), outcome.text());
    assertTrue(site.opensTo(Turn.OLD));
    assertTrue(site.content().endsWith("# c\n"));
  }

  @Test
  void anOldKeyThatStillOpensIsSaid() {
    ScriptedSite site = site(before);
    site.door = (_, turn) -> turn == Turn.OLD ? new Seen.Opened() : null;
    Outcome outcome = rotate(site, false);
    assertEquals(State.FAILED, outcome.state());
    assertTrue(outcome.text().contains("authorized_keys2"), outcome.text());
    Outcome again = rotate(site, true);
    assertTrue(again.text().contains("the old one still opens it: look in"), again.text());
  }

  @Test
  @Tag("C7")
  void anOldKeyThatIsStillTakenIsNotDone() {
    ScriptedSite site = site(after);
    site.door = (_, turn) -> turn == Turn.OLD ? new Seen.Unproven("taken") : null;
    assertEquals(State.FAILED, rotate(site, true).state());
    assertEquals(List.of("login OLD"), site.steps);
  }

  @Test
  void whatIsElsewhereIsLeft() {
    ScriptedSite site = site("# nothing\n");
    site.door = (_, turn) -> turn == Turn.OLD ? new Seen.Opened() : null;
    Outcome outcome = rotate(site, false);
    assertEquals(State.LEFT, outcome.state());
    assertTrue(outcome.text().contains("has no line with the old key"), outcome.text());
    assertEquals("# nothing\n", site.content());
  }

  @Test
  void aDoorThatIsShutToTheOldKeyIsNotTriedWithOneThatWasNeverThere() {
    ScriptedSite site = site("# nothing\n");
    Outcome outcome = rotate(site, false);
    assertEquals(State.FAILED, outcome.state());
    assertEquals(List.of("login OLD"), site.steps);
    assertEquals(State.FAILED, rotate(site, true).state());
  }

  @Test
  void whatWasDoneBeforeIsRecognised() {
    ScriptedSite site = site(after);
    Outcome outcome = rotate(site, true);
    assertEquals(Outcome.rotated("was done before"), outcome);
    assertEquals(after, site.content());
  }
}
