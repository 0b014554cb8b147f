package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where OpenSSH's ssh gets in, ssh-doctor finds nothing to mend. */
@Timeout(120)
class HealthyCatalogueTest {
  /** Without the doctor: that the set-ups are healthy indeed. */
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

  static Stream<CatalogueCase> healthy() throws Exception {
    return CatalogueCase.all("healthy");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("healthy")
  void isLeftAlone(CatalogueCase which) throws Exception {
    try (Scene scene = Scene.set(place, which)) {
      Command.Outcome login = scene.asClient(which.login());
      assertEquals(0, login.status(), () -> which + ": " + login + scene.log());
      String says = which.says();
      assertTrue(login.text().contains(says.isEmpty() ? "in" : says), login::text);
      examine(scene, which, CatalogueCase.Mode.CLIENT, "place");
      examine(scene, which, CatalogueCase.Mode.SERVER, which.args());
    }
  }

  private static void examine(
      Scene scene, CatalogueCase which, CatalogueCase.Mode mode, String args) throws Exception {
    if (BY_HAND || !CatalogueCase.isAsked(mode)) {
      return;
    }
    Command.Outcome doctor = scene.doctor(mode, args);
    String all = which + ": " + doctor.text() + doctor;
    assertEquals(0, doctor.status(), all);
    Diagnosis diagnosis = Diagnosis.parse(doctor.text());
    assertTrue(diagnosis.healthy(), all);
    assertTrue(diagnosis.findings().isEmpty(), all);
  }
}
