package dev.aikagi.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine that is the same everywhere, and that notes what it was asked to run. */
final class TestSurroundings implements Surroundings {
  final List<String> executed = new ArrayList<>();
  int exitStatus;
  long userId;

  @Override
  public String userName() {
    return "hoge";
  }

  @Override
  public long userId() {
    return userId;
  }

  @Override
  public String homeDirectory() {
    return "/home/hoge";
  }

  @Override
  public Optional<String> homeDirectory(String userName) {
    return userName.equals("fuga") ? Optional.of("/home/fuga") : Optional.empty();
  }

  @Override
  public String hostName() {
    return "here.example.com";
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(Map.of("EDITOR", "vi", "EVIL", "%h${EDITOR}").get(name));
  }

  @Override
  public int execute(String command) {
    executed.add(command);
    return exitStatus;
  }

  @Override
  public List<InetAddress> localAddresses() {
    return List.of(InetAddress.getLoopbackAddress());
  }

  @Override
  public List<String> groups(String userName) {
    return userName.equals("jo") ? List.of("users", "wheel") : List.of();
  }
}
