package dev.aikagi.tools.keyscan;

import dev.aikagi.kex.NegotiationFailedException;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyType;
import dev.aikagi.posix.Resolver;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Asks one target for its keys. The first connection takes any of the wanted types, and tells which
 * others the server has: only for those it is visited again. OpenSSH's ssh-keyscan connects once
 * for each type there is.
 */
final class Scan {
  private final CommandLine line;
  private final KeyPrinter printer;
  private final Target target;

  Scan(CommandLine line, KeyPrinter printer, Target target) {
    this.line = line;
    this.printer = printer;
    this.target = target;
  }

  void run() throws InterruptedException {
    for (String name : target.addresses()) {
      if (hasAnswered(name)) {
        return;
      }
    }
  }

  private boolean hasAnswered(String name) throws InterruptedException {
    InetSocketAddress address;
    try {
      address =
          new InetSocketAddress(
              Resolver.resolve(name, line.family()).addresses().getFirst().address(), line.port());
    } catch (UnknownHostException e) {
      printer.error("getaddrinfo " + name + ": " + e.getMessage());
      return false;
    }
    Visit first = new Visit(line.timeout());
    boolean answered = isDone(first, name, address, line.types());
    Set<KeyType> others = EnumSet.noneOf(KeyType.class);
    others.addAll(first.offered());
    others.retainAll(line.types());
    first.key().ifPresent(k -> others.remove(k.type()));
    if (answered) {
      visitFor(others, name, address);
    }
    return answered;
  }

  private void visitFor(Set<KeyType> types, String name, InetSocketAddress address)
      throws InterruptedException {
    Thread[] visits =
        types.stream()
            .map(
                type ->
                    Thread.startVirtualThread(
                        () -> isDone(new Visit(line.timeout()), name, address, EnumSet.of(type))))
            .toArray(Thread[]::new);
    for (Thread visit : visits) {
      visit.join();
    }
  }

  /** Whether somebody is there who speaks SSH. */
  private boolean isDone(Visit visit, String name, InetSocketAddress address, Set<KeyType> types) {
    try {
      printer.debug("connecting to " + name + " [" + address.getAddress().getHostAddress() + "]");
      visit.make(address, types);
    } catch (NegotiationFailedException e) {
      failed(name + ": " + e.getMessage());
    } catch (IOException e) {
      failed(name + ": " + fault(e));
    }
    visit.version().ifPresent(v -> printer.version(name, v));
    visit.key().ifPresent(key -> printer.key(target, key));
    return visit.version().isPresent();
  }

  private void failed(String text) {
    if (target.stray() || line.quiet()) {
      printer.debug(text);
    } else {
      printer.error(text);
    }
  }

  private static String fault(IOException e) {
    return e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")
        ? "Connection refused"
        : FileFault.sentence(e);
  }
}
