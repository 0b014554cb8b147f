package dev.aikagi.interop;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent in the foreground: OpenSSH's or ours; ended by its own process id. */
final class Agent implements AutoCloseable {
  private final Process process;
  private final Path socket;

  private Agent(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /** Both, by the names of a test's parameters. */
  static String program(String whose) {
    return whose.equals("ours") ? Peer.ours("ssh-agent") : Peer.required("ssh-agent");
  }

  static Agent start(String whose, Path socket, String... more) throws Exception {
    return start(whose, socket, java.util.Map.of(), more);
  }

  static Agent start(
      String whose, Path socket, java.util.Map<String, String> environment, String... more)
      throws Exception {
    Command command =
        Command.of("setsid", "-w", program(whose), "-s", "-D", "-a", socket.toString()).and(more);
    ProcessBuilder builder = new ProcessBuilder(command.words()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SSH_"));
    builder.environment().remove("DISPLAY");
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    while (line != null && !line.startsWith("echo Agent pid")) {
      line = said.readLine();
    }
    if (line == null) {
      throw new AssertionError(command.words() + " did not start");
    }
    return new Agent(process, socket);
  }

  Path socket() {
    return socket;
  }

  /** What the agent itself has started, and waits for. */
  List<ProcessHandle> children() {
    ProcessHandle agent = process.toHandle();
    // Behind setsid where that had to fork, and behind a launcher.
    while (!isAgent(agent) && agent.children().count() == 1) {
      agent = agent.children().findFirst().orElseThrow();
    }
    return agent.children().toList();
  }

  private static boolean isAgent(ProcessHandle process) {
    String command = process.info().command().orElse("");
    return command.endsWith("/java") || command.endsWith("/ssh-agent");
  }

  /** Without any last words. */
  void kill() {
    process.destroyForcibly();
  }

  /** A command whose agent this is. */
  Command client(List<String> words) {
    return Command.of(words).environment("SSH_AUTH_SOCK", socket.toString());
  }

  /** OpenSSH's or our ssh-add, which has no terminal to ask at. */
  Command add(String whose, String... words) {
    String program = whose.equals("ours") ? Peer.ours("ssh-add") : Peer.required("ssh-add");
    return client(List.of("setsid", "-w", program)).and(words);
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroy();
    children.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
