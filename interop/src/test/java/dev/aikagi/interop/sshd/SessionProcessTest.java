package dev.aikagi.interop.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.interop.sshd.RootServer.Outcome;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the session process promises: users are kept apart from the server, and PAM is whole. */
@Timeout(300)
class SessionProcessTest {
  @TempDir private Path folder;

  private static final List<String> PERMIT =
      List.of("auth required pam_permit.so", "account required pam_permit.so");

  private static List<String> pam(String... sessions) {
    List<String> lines = new ArrayList<>(PERMIT);
    lines.addAll(List.of(sessions));
    return lines;
  }

  private Path script(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  @Test
  void programsRunAsTheirUserFromAProcessOfTheUsersOwn() throws Exception {
    try (RootServer server = RootServer.start(folder, List.of())) {
      assertEquals(0, server.children());
      Outcome first = server.run(server.one, "id -un; echo e >&2; exit 7");
      assertEquals(new Outcome(7, server.one + "\n", "e\n"), first);
      assertEquals(server.two + "\n", server.run(server.two, "id -un").text());
      Process stays =
          server.ssh(server.one, List.of("-o", "BatchMode=yes"), "echo $PPID; read x").start();
      String parent = stays.inputReader(StandardCharsets.UTF_8).readLine() + "\n";
      assertEquals(parent, server.run(server.one, "echo $PPID").text(), server::log);
      assertNotEquals(parent, server.run(server.two, "echo $PPID").text(), server::log);
      stays.getOutputStream().close();
      stays.waitFor();
    }
  }

  @Test
  void aSignalReachesTheProgramAndItsEndIsTold() throws Exception {
    try (RootServer server = RootServer.start(folder, List.of())) {
      Outcome outcome = server.run(server.one, "kill -TERM $$; echo not reached");
      assertEquals("", outcome.text());
      assertTrue(outcome.status() != 0, outcome::toString);
    }
  }

  @Test
  void limitsVariablesAndTextOfPamAreTheSessions() throws Exception {
    Files.writeString(folder.resolve("limits"), "* - nofile 77\n");
    Files.writeString(folder.resolve("environment"), "AIKAGI_PAM=fromPam\n");
    Files.writeString(folder.resolve("motd"), "the text of pam_motd\n");
    try (RootServer server =
        RootServer.start(
            folder,
            pam(
                "session required pam_limits.so conf=" + folder.resolve("limits"),
                "session required pam_env.so readenv=1 envfile=" + folder.resolve("environment"),
                "session optional pam_motd.so noupdate motd=" + folder.resolve("motd"),
                "session required pam_loginuid.so"))) {
      Outcome outcome =
          server.run(server.one, "ulimit -n; echo $AIKAGI_PAM; cat /proc/self/loginuid; id -u");
      List<String> lines = outcome.text().lines().toList();
      assertEquals("77", lines.get(0), server::log);
      assertEquals("fromPam", lines.get(1));
      String uid = server.run(server.one, "id -u").text().strip();
      assertEquals(uid + uid, lines.get(2), server::log);
      ProcessBuilder shell = server.ssh(server.one, List.of("-T"), "");
      shell.command().removeLast();
      assertTrue(server.run(shell).text().contains("the text of pam_motd"), server::log);
    }
  }

  @Test
  void theSessionIsClosedAtLogoutAndWhenTheServerIsKilled() throws Exception {
    Path pipe = folder.resolve("closed");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path told = script("told", "echo \"$PAM_TYPE $PAM_USER $PAM_TTY\" > " + pipe);
    try (RootServer server =
        RootServer.start(
            folder,
            pam(
                "session required pam_permit.so",
                "session optional pam_exec.so type=close_session " + told))) {
      Process login = server.ssh(server.one, List.of("-o", "BatchMode=yes"), "true").start();
      assertEquals("close_session " + server.one + " ssh\n", Files.readString(pipe));
      assertEquals(0, login.waitFor());
      Process stays =
          server.ssh(server.two, List.of("-o", "BatchMode=yes"), "echo up; exec sleep 250").start();
      BufferedReader out = stays.inputReader(StandardCharsets.UTF_8);
      assertEquals("up", out.readLine(), server::log);
      server.kill();
      assertEquals("close_session " + server.two + " ssh\n", Files.readString(pipe));
      assertTrue(stays.waitFor() != 0);
    }
  }

  @Test
  void aSessionThatPamDoesNotOpenEndsAsWithSshd() throws Exception {
    try (RootServer server = RootServer.start(folder, pam("session required pam_deny.so"))) {
      assertEquals(254, server.run(server.one, "echo in").status(), server::log);
      assertTrue(server.logs("PAM: pam_open_session():"), server::log);
    }
  }

  /** As sshd: the words of PAM's account modules, and then the end. */
  @Test
  void whyAnAccountIsRefusedIsTold() throws Exception {
    Path text = Files.writeString(folder.resolve("nologin"), "No logins tonight.\n");
    List<String> stack =
        List.of(
            "auth required pam_permit.so",
            "account required pam_nologin.so file=" + text,
            "account required pam_permit.so",
            "session required pam_permit.so");
    try (RootServer server = RootServer.start(folder, stack)) {
      ProcessBuilder ssh = server.ssh(server.one, List.of("-o", "BatchMode=yes"), "echo in");
      ssh.command().replaceAll(w -> w.equals("LogLevel=ERROR") ? "LogLevel=INFO" : w);
      Outcome outcome = server.run(ssh);
      assertEquals(255, outcome.status(), server::log);
      assertEquals("", outcome.text());
      assertTrue(outcome.errors().contains("No logins tonight."), outcome::errors);
      Files.delete(text);
      assertEquals("in\n", server.run(server.one, "echo in").text(), server::log);
    }
  }

  /** Another user's flood of signals ends no server, and no session of somebody else's. */
  @Test
  void aUserWhoSignalsEverythingHarmsNobodyElse() throws Exception {
    assertEquals(
        0, new ProcessBuilder("mkfifo", folder.resolve("go").toString()).start().waitFor());
    try (RootServer server = RootServer.start(folder, List.of())) {
      Process stays =
          server
              .ssh(
                  server.one,
                  List.of("-o", "BatchMode=yes"),
                  "echo up; read x < " + folder.resolve("go") + "; echo $x")
              .start();
      Process flood =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=" + server.two,
                  "--clear-groups",
                  "sh",
                  "-c",
                  "while :; do kill -9 -1; done")
              .start();
      int right = 0;
      try {
        for (int i = 0; i < 8; i++) {
          // Each start of a program of the flood's own user is a chance to hit the process.
          server.run(server.two, "true");
          Outcome outcome = server.run(server.one, "echo fine");
          right += outcome.text().equals("fine\n") ? 1 : 0;
          assertTrue(server.alive(), server::log);
        }
      } finally {
        flood.destroyForcibly().waitFor();
      }
      assertTrue(right > 0, server::log);
      assertEquals(new Outcome(0, "fine\n", ""), server.run(server.one, "echo fine"));
      BufferedReader out = stays.inputReader(StandardCharsets.UTF_8);
      assertEquals("up", out.readLine());
      Files.writeString(folder.resolve("go"), "on\n");
      assertEquals("on", out.readLine(), server::log);
      stays.waitFor();
    }
  }

  @Test
  void aPasswordThatHasExpiredIsChangedAtTheQuestion() throws Exception {
    List<String> unix =
        List.of(
            "auth required pam_unix.so",
            "account required pam_unix.so",
            "password required pam_unix.so sha512",
            "session required pam_permit.so");
    Path answers =
        script(
            "answers",
            "case $1 in *[Nn]ew*|*[Rr]etype*) echo Another-Word-9 ;; *) echo First-Word-8 ;; esac");
    try (RootServer server = RootServer.start(folder, unix)) {
      for (String method : List.of("password", "keyboard-interactive")) {
        expire(server);
        Outcome noTerminal = server.run(server.one, "echo in");
        assertEquals(1, noTerminal.status());
        assertEquals(
            """
            WARNING: Your password has expired.
            Password change required but no TTY available.
            """,
            noTerminal.errors());
        ProcessBuilder login =
            server.ssh(
                server.one,
                List.of(
                    "-o", "PreferredAuthentications=" + method, "-o", "PubkeyAuthentication=no"),
                "echo in");
        login.environment().put("SSH_ASKPASS", answers.toString());
        login.environment().put("SSH_ASKPASS_REQUIRE", "force");
        Outcome outcome = server.run(login);
        assertEquals("in\n", outcome.text(), () -> method + outcome + server.log());
        assertEquals("in\n", server.run(server.one, "echo in").text());
      }
    }
  }

  private void expire(RootServer server) throws Exception {
    Process set = new ProcessBuilder("chpasswd").start();
    try (var to = set.outputWriter()) {
      to.write(server.one + ":First-Word-8\n");
    }
    assertEquals(0, set.waitFor());
    assertEquals(0, new ProcessBuilder("chage", "-d", "0", server.one).start().waitFor());
  }
}
