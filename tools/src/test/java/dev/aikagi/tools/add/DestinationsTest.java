package dev.aikagi.tools.add;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.DestinationConstraint;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** -h, by the known_hosts file of the home folder. */
class DestinationsTest {
  private static final PublicKey ONE = KeyGenerator.ed25519().publicKey();
  private static final PublicKey TWO = KeyGenerator.ecdsa(256).publicKey();
  private static final PublicKey AUTHORITY = KeyGenerator.ed25519().publicKey();

  @TempDir private Path home;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void files() throws Exception {
    Files.createDirectory(home.resolve(".ssh"));
    Files.writeString(
        home.resolve(".ssh/known_hosts"),
        "alpha " + ONE.line() + "\n@revoked alpha " + TWO.line() + "\nbroken line\n");
    Files.writeString(
        home.resolve(".ssh/known_hosts2"),
        "@cert-authority *.example.org " + AUTHORITY.line() + "\nalpha,beta " + TWO.line() + "\n");
  }

  private List<DestinationConstraint> of(int verbosity, String... destinations) throws Fatal {
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>();
    for (String destination : destinations) {
      words.addAll(List.of("-h", destination));
    }
    InputStream nothing = new ByteArrayInputStream(new byte[0]);
    AgentAdministration agent =
        new AgentAdministration(nothing, OutputStream.nullOutputStream(), () -> {});
    Desk desk = new Desk(agent, nothing, err, err, new Secrets(nothing, err), verbosity, home, 0);
    return Destinations.of(AddLine.parse(words, err), desk);
  }

  @Test
  void hostsAreKnownByTheirKeysAndAuthorities() throws Fatal {
    List<DestinationConstraint> found = of(0, "ALPHA", "hoge@beta", "alpha>root@a.example.org");
    assertEquals(Hop.ORIGIN, found.get(0).from());
    Hop alpha = found.get(0).to();
    assertEquals("ALPHA", alpha.host());
    assertEquals(List.of(ONE, TWO), alpha.keys().stream().map(k -> k.key()).toList());
    assertEquals("hoge", found.get(1).to().user());
    assertEquals("alpha", found.get(2).from().host());
    Hop certified = found.get(2).to();
    assertEquals("root", certified.user());
    assertEquals(AUTHORITY, certified.keys().getFirst().key());
    assertTrue(certified.keys().getFirst().authority());
    assertEquals(List.of(), of(0));
  }

  @Test
  void whatCannotBeMeantIsNamed() {
    String[][] cases = {
      {"", "Invalid key destination constraint \"\": does not specify user or host"},
      {"@", "Invalid key destination constraint \"@\": does not specify user or host"},
      {">alpha", "Invalid key destination constraint \"\": does not specify user or host"},
      {"gamma", "No host keys found for destination \"gamma\""},
      {"gamma>alpha", "No host keys found for destination \"gamma\""},
      {"alpha>beta>alpha", "No host keys found for destination \"beta>alpha\""},
      {"u@alpha>beta", "Invalid key constraint u@alpha: cannot specify user on 'from' host"},
    };
    for (String[] c : cases) {
      Fatal fatal = assertThrows(Fatal.class, () -> of(0, c[0]), c[0]);
      assertEquals(c[1], fatal.text());
      assertEquals(255, fatal.status());
    }
  }

  @Test
  void moreIsSaidWhenAsked() throws Fatal {
    assertEquals(1, of(3, "alpha>beta").size());
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("debug2: constraint 0: alpha (2 keys) > beta (1 keys)\r\n"), text);
    assertTrue(text.contains("debug3: alpha: the key of "), text);
  }
}
