package dev.aikagi.tools.ssh;

import dev.aikagi.config.Surroundings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A machine for one test: its home is a folder of the test, and commands are only written down. */
record ScriptedMachine(Path home, Consumer<String> executed) implements Surroundings {
  @Override
  public String userName() {
    return "tester";
  }

  @Override
  public long userId() {
    return new LocalMachine().userId();
  }

  @Override
  public String homeDirectory() {
    return home.toString();
  }

  @Override
  public Optional<String> homeDirectory(String name) {
    return Optional.empty();
  }

  @Override
  public String hostName() {
    return "here.example";
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.empty();
  }

  @Override
  public int execute(String command) {
    executed.accept(command);
    return 0;
  }

  @Override
  public List<InetAddress> localAddresses() {
    return List.of();
  }

  @Override
  public List<String> groups(String name) {
    return List.of();
  }
}
