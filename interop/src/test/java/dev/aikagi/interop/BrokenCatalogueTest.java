package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every set-up of the catalogue that is broken keeps OpenSSH's ssh out; ssh-doctor says why, and
 * what it says to do lets ssh in.
 */
@Timeout(120)
class BrokenCatalogueTest {
  /**
   * Has the script mend.sh in the doctor's place: what is broken and what mends it, as it really
   * is.
   */
  private static final boolean BY_HAND = Boolean.getBoolean("catalogue.by-hand");

  @TempDir static Path folder;
  private static CataloguePlace place;

  @BeforeAll
  static void prepare() throws Exception {
    place = CataloguePlace.make(folder);
  }

  @AfterAll
  static void remove() throws Exception {
    if (place != null) {
      place.close();
    }
  }

  static Stream<CatalogueCase> broken() throws Exception {
    return CatalogueCase.all("broken").filter(which -> CatalogueCase.isAsked(which.mode()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void isNamedAndMended(CatalogueCase which) throws Exception {
    try (Scene scene = Scene.set(place, which)) {
      keepsOut(scene, which);
      if (BY_HAND) {
        mendByHand(scene, which);
      } else {
        mend(scene, which, diagnosis(scene, which));
      }
    }
  }

  private static void keepsOut(Scene scene, CatalogueCase which) throws Exception {
    Command.Outcome login = scene.asClient(which.login());
    assertNotEquals(0, login.status(), () -> "the login works: " + login);
    assertFalse(login.text().contains("in\n"), login::toString);
    String says = which.says();
    assertTrue(
        login.errors().contains(says) || login.text().contains(says) || scene.logs(says),
        () -> which + " does not say so: " + login.errors() + login.text() + "---\n" + scene.log());
  }

  private static void mendByHand(Scene scene, CatalogueCase which) throws Exception {
    scene.script("mend.sh");
    scene.restartServer();
    letsIn(scene, which, scene.asClient(which.mendedLogin()));
  }

  private static Diagnosis.Found diagnosis(Scene scene, CatalogueCase which) throws Exception {
    Command.Outcome doctor = scene.doctor(which.mode(), which.args());
    assertEquals(1, doctor.status(), () -> which + ": " + doctor + doctor.text());
    Diagnosis diagnosis = Diagnosis.parse(doctor.text());
    assertFalse(diagnosis.healthy());
    assertFalse(diagnosis.findings().isEmpty(), doctor::text);
    Diagnosis.Found first = diagnosis.findings().getFirst();
    assertEquals(which.expect(), first.code(), () -> which + ": " + doctor.text() + doctor);
    return first;
  }

  private static void mend(Scene scene, CatalogueCase which, Diagnosis.Found found)
      throws Exception {
    if (which.remedy() == CatalogueCase.RemedyUse.READ) {
      return;
    }
    assertFalse(found.cures().isEmpty(), () -> which + " has no remedy: " + found);
    Diagnosis.Cure cure = found.cures().getFirst();
    String commands = String.join("\n", cure.commands()) + "\n";
    assertFalse(commands.contains("/etc/ssh"), () -> which + " has nothing there: " + commands);
    if (which.remedy() == CatalogueCase.RemedyUse.IS_LOGIN) {
      scene.asAnsweringClient(commands).expectSuccess();
      return;
    }
    boolean atServer = which.mode() != CatalogueCase.Mode.CLIENT || cure.onServer();
    if (atServer) {
      scene.asRoot(commands).expectSuccess();
      scene.restartServer();
      letsIn(scene, which, scene.asClient(which.mendedLogin()));
    } else {
      // In one shell: an agent that the remedy starts is one for the login, and ends with it.
      String end = "trap 'test -z \"${SSH_AGENT_PID-}\" || kill \"$SSH_AGENT_PID\"' EXIT\n";
      letsIn(
          scene, which, scene.asAnsweringClient(end + "set -e\n" + commands + which.mendedLogin()));
    }
  }

  private static void letsIn(Scene scene, CatalogueCase which, Command.Outcome login) {
    List<String> lines = login.text().lines().toList();
    assertTrue(
        login.status() == 0 && (lines.contains("in") || which.login().contains("sftp")),
        () -> which + " is not mended: " + login + login.text() + "---\n" + scene.log());
  }
}
