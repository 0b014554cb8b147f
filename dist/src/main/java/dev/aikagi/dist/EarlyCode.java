package dev.aikagi.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ciphers are compiled early, most of all where the JDK's call what the second compiler
 * replaces by a processor's own instructions: until those methods are compiled, every block goes
 * through plain Java at a hundredth of the speed, which is all that a short transfer sees. So is
 * what a byte passes that is typed and comes back: one takes as many calls as a packet of bulk
 * data, and thousands are never reached.
 */
final class EarlyCode {
  /** In the image's folder lib: commands for the runtime's compilers. */
  static final String FILE = "early-code";

  /**
   * What each key that a person types goes through, at both ends. Whole names of classes: one with
   * a star in it is compared, as text, with the class of every method that ever runs.
   */
  private static final List<String> FOR_EACH_KEY =
      List.of(
          "dev.aikagi.transport.MessageRules",
          "dev.aikagi.transport.Outbox",
          "dev.aikagi.transport.PacketReader",
          "dev.aikagi.transport.PacketWriter",
          "dev.aikagi.transport.Payload",
          "dev.aikagi.transport.RekeyLimit",
          "dev.aikagi.transport.SecureTransport",
          "dev.aikagi.transport.SocketByteStream",
          "dev.aikagi.connection.Channel",
          "dev.aikagi.connection.ChannelOutputStream",
          "dev.aikagi.connection.ChannelTable",
          "dev.aikagi.connection.ChunkPool",
          "dev.aikagi.connection.Connection",
          "dev.aikagi.connection.IdleWatch",
          "dev.aikagi.connection.ReceiveBuffer",
          "dev.aikagi.connection.Receiver",
          "dev.aikagi.connection.Sender",
          "dev.aikagi.posix.Descriptor",
          "dev.aikagi.posix.Descriptor$Side",
          "dev.aikagi.posix.NativeFrame",
          "dev.aikagi.wire.WireReader",
          "dev.aikagi.wire.WireWriter",
          "com.sun.crypto.provider.AEADBufferedStream",
          "com.sun.crypto.provider.AESCrypt",
          "com.sun.crypto.provider.CounterMode",
          "com.sun.crypto.provider.GCTR",
          "com.sun.crypto.provider.GHASH",
          "com.sun.crypto.provider.GaloisCounterMode",
          "com.sun.crypto.provider.GaloisCounterMode$DecryptOp",
          "com.sun.crypto.provider.GaloisCounterMode$EncryptOp",
          "com.sun.crypto.provider.GaloisCounterMode$GCMDecrypt",
          "com.sun.crypto.provider.GaloisCounterMode$GCMEncrypt",
          "com.sun.crypto.provider.GaloisCounterMode$GCMEngine",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionNode",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer$Node",
          "java.util.concurrent.locks.LockSupport",
          "java.util.concurrent.locks.ReentrantLock",
          "java.util.concurrent.locks.ReentrantLock$FairSync",
          "java.util.concurrent.locks.ReentrantLock$NonfairSync",
          "java.util.concurrent.locks.ReentrantLock$Sync",
          "sun.nio.ch.IOStatus",
          "sun.nio.ch.IOUtil",
          "sun.nio.ch.SocketChannelImpl",
          "sun.nio.ch.SocketDispatcher",
          "sun.nio.ch.Util",
          "sun.nio.ch.Util$BufferCache",
          "java.nio.Buffer",
          "java.nio.ByteBuffer",
          "java.nio.DirectByteBuffer",
          "java.nio.HeapByteBuffer",
          "java.nio.MappedByteBuffer",
          "java.nio.channels.spi.AbstractInterruptibleChannel");

  private EarlyCode() {}

  static void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), lines());
  }

  private static List<String> lines() {
    String jdk = "com.sun.crypto.provider.";
    List<String> intrinsic =
        List.of(
            jdk + "GaloisCounterMode::implGCMCrypt",
            jdk + "GaloisCounterMode::implGCMCrypt0",
            jdk + "GHASH::update",
            jdk + "GHASH::doFinal",
            jdk + "GCTR::update",
            jdk + "GCTR::doFinal",
            jdk + "CounterMode::crypt",
            jdk + "AESCrypt::encryptBlock",
            "sun.security.provider.DigestBase::implCompressMultiBlock*",
            "sun.security.provider.DigestBase::engineUpdate");
    // After 20 calls: a login has less, and a transfer has them within its first megabyte.
    List<String> lines = new ArrayList<>();
    lines.add("quiet");
    // The last one that fits a method decides, and so these come before the ciphers.
    for (String name : FOR_EACH_KEY) {
      lines.add(scaling(name + "::*", "0.2"));
    }
    // In ssh, where all thresholds are ten times the usual, the second compiler has these after two
    // hundred calls: a login has less of them, and a transfer gets there in its first megabytes.
    for (String method : intrinsic) {
      lines.add(scaling(method, "0.004"));
    }
    lines.add(scaling(jdk + "ChaCha20Cipher::*", "0.01"));
    lines.add(scaling("dev.aikagi.crypto.*::*", "0.1"));
    return lines;
  }

  private static String scaling(String methods, String factor) {
    return "CompileThresholdScaling," + methods + "," + factor;
  }
}
