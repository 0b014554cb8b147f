package dev.aikagi.crypto;

import java.lang.module.ResolvedModule;
import java.net.URI;
import java.util.Optional;

/**
 * Which of the two is used. Where Bouncy Castle is a part of the runtime, as in the tools' image,
 * that one from the start. A signed archive is verified when its first class is loaded, for half a
 * second; a connection shall not wait for that, so the JDK's is used until another thread has done
 * it.
 */
final class BestCurve25519 {
  private static final String MODULE = "org.bouncycastle.provider";

  private static volatile Curve25519 now = start();

  private BestCurve25519() {}

  static Curve25519 now() {
    return now;
  }

  private static Curve25519 start() {
    if (isInTheRuntime()) {
      return new BouncyCurve25519();
    }
    Thread.ofPlatform().daemon().name("aikagi-curve25519").start(BestCurve25519::load);
    return new JdkCurve25519();
  }

  private static boolean isInTheRuntime() {
    Optional<ResolvedModule> module = ModuleLayer.boot().configuration().findModule(MODULE);
    if (module.isEmpty()) {
      return false;
    }
    Optional<URI> location = module.get().reference().location();
    return location.isPresent() && "jrt".equals(location.get().getScheme());
  }

  private static void load() {
    try {
      Curve25519 found = new BouncyCurve25519();
      if (isSound(found)) {
        now = found;
      }
    } catch (LinkageError e) {
      // Bouncy Castle is optional at run time, and an old one may lack what is called here.
      System.getLogger("dev.aikagi.crypto").log(System.Logger.Level.DEBUG, "Bouncy Castle", e);
    }
  }

  /** Calls all that will be called, before anybody depends on it. */
  private static boolean isSound(Curve25519 found) {
    byte[] seed = new byte[Curve25519.LENGTH];
    byte[] point = found.ed25519PublicKey(seed);
    byte[] signature = found.ed25519Sign(seed, point, seed);
    byte[] u = found.x25519Base(seed);
    return found.ed25519Verify(point, seed, signature) && found.x25519(seed, u).length == u.length;
  }
}
