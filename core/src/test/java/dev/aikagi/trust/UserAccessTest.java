package dev.aikagi.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserAccessTest {
  private static Optional<UserRefusal> refusal(
      List<String> denyUsers,
      List<String> allowUsers,
      List<String> denyGroups,
      List<String> allowGroups) {
    return new UserAccess(denyUsers, allowUsers, denyGroups, allowGroups)
        .refusal("alice", List.of("users", "staff"), "h.example", "10.1.2.3");
  }

  private static final List<String> NONE = List.of();

  @Test
  void withoutListsEverybodyMay() {
    assertTrue(refusal(NONE, NONE, NONE, NONE).isEmpty());
    assertTrue(UserAccess.EVERYBODY.refusal("x", List.of(), "h", "10.0.0.1").isEmpty());
  }

  @Test
  void usersByNameAndPlace() {
    assertInstanceOf(
        UserRefusal.ListedInDenyUsers.class,
        refusal(List.of("bob", "al*"), List.of("alice"), NONE, NONE).orElseThrow());
    assertTrue(refusal(NONE, List.of("bob", "alice@10.0.0.0/8"), NONE, NONE).isEmpty());
    assertTrue(refusal(NONE, List.of("alice@*.example"), NONE, NONE).isEmpty());
    assertInstanceOf(
        UserRefusal.NotListedInAllowUsers.class,
        refusal(NONE, List.of("alice@192.168.0.0/16", "bob"), NONE, NONE).orElseThrow());
    assertInstanceOf(
        UserRefusal.InvalidPattern.class,
        refusal(NONE, List.of("alice@10.0.0.1/8"), NONE, NONE).orElseThrow());
    assertInstanceOf(
        UserRefusal.InvalidPattern.class,
        refusal(List.of("alice@10.0.0.1/8"), NONE, NONE, NONE).orElseThrow());
    assertEquals(
        "User alice from h.example not allowed because not listed in AllowUsers",
        refusal(NONE, List.of("bob"), NONE, NONE).orElseThrow().summary());
  }

  @Test
  void groups() {
    assertInstanceOf(
        UserRefusal.GroupInDenyGroups.class,
        refusal(NONE, NONE, List.of("st?ff"), List.of("users")).orElseThrow());
    assertTrue(refusal(NONE, NONE, NONE, List.of("wheel", "users")).isEmpty());
    assertInstanceOf(
        UserRefusal.NoGroupInAllowGroups.class,
        refusal(NONE, NONE, NONE, List.of("wheel")).orElseThrow());
    assertInstanceOf(
        UserRefusal.NotInAnyGroup.class,
        new UserAccess(NONE, NONE, NONE, List.of("wheel"))
            .refusal("x", List.of(), "h", "10.0.0.1")
            .orElseThrow());
  }

  @Test
  void root() {
    AuthorizedKeyOptions plain = AuthorizedKeyOptions.NONE;
    assertTrue(PermitRootLogin.YES.refusal("root", "password", plain).isEmpty());
    assertTrue(PermitRootLogin.NO.refusal("root", "publickey", plain).isPresent());
    assertTrue(PermitRootLogin.PROHIBIT_PASSWORD.refusal("root", "password", plain).isPresent());
    assertTrue(
        PermitRootLogin.PROHIBIT_PASSWORD
            .refusal("root", "keyboard-interactive", plain)
            .isPresent());
    assertTrue(PermitRootLogin.PROHIBIT_PASSWORD.refusal("root", "publickey", plain).isEmpty());
    assertTrue(
        PermitRootLogin.FORCED_COMMANDS_ONLY.refusal("root", "publickey", plain).isPresent());
  }
}
