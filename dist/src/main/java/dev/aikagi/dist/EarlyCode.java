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
record EarlyCode(String file, String intrinsic, String chaCha20, String ours) {
  /** Usual thresholds: a login has less than the twenty calls, and a transfer soon has more. */
  static final EarlyCode SERVER = new EarlyCode("early-code-sshd", "0.004", "0.01", "0.1");

  /**
   * Where the second compiler's thresholds are a hundred times the usual ({@link #LATE}): it has
   * these after two hundred calls, which a login does not get to and a transfer has in its first
   * megabytes.
   */
  static final EarlyCode CLIENT = new EarlyCode("early-code-ssh", "0.0004", "0.001", "0.01");

  /**
   * A login is over before compiled code pays for itself, and a gibibyte is a few ten thousand
   * packets: other code is compiled ten times later than usual, and by the second compiler a
   * hundred times, or the compilers take a third of the processor time of both.
   */
  static final List<String> LATE =
      List.of(
          "-XX:CompileThresholdScaling=10",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

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

  /** Our own loops over many bytes; what is called once a packet does without. */
  private static final List<String> LOOPS =
      List.of(
          "Blowfish::*",
          "Poly1305::*",
          "Sntrup761::*",
          "SntrupRing::*",
          "Umac::nhPair",
          "Umac::update",
          "Words::*");

  /**
   * What ciphers read and write numbers with. Compiled late by the second compiler, or never, these
   * count as seldom called, and stay calls in the midst of a cipher that is compiled before them.
   */
  private static final List<String> INLINE =
      List.of(
          "convEndian",
          "getIntUnaligned",
          "putIntUnaligned",
          "getLongUnaligned",
          "putLongUnaligned");

  /** Into the image's folder lib: commands for the runtime's compilers. */
  static void writeAll(Path folder) throws IOException {
    for (EarlyCode early : List.of(SERVER, CLIENT)) {
      Files.write(folder.resolve(early.file), early.lines());
    }
  }

  private List<String> lines() {
    String jdk = "com.sun.crypto.provider.";
    List<String> methods =
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
    List<String> lines = new ArrayList<>();
    lines.add("quiet");
    // The last one that fits a method decides, and so these come before the ciphers.
    for (String name : FOR_EACH_KEY) {
      lines.add(scaling(name + "::*", "0.2"));
    }
    for (String method : methods) {
      lines.add(scaling(method, intrinsic));
    }
    for (String method : List.of("chaCha20Transform", "implChaCha20Block", "xor")) {
      lines.add(scaling(jdk + "ChaCha20Cipher::" + method, chaCha20));
    }
    for (String method : LOOPS) {
      lines.add(scaling("dev.aikagi.crypto." + method, ours));
    }
    for (String method : INLINE) {
      lines.add("inline,jdk.internal.misc.Unsafe::" + method);
    }
    return lines;
  }

  private static String scaling(String methods, String factor) {
    return "CompileThresholdScaling," + methods + "," + factor;
  }
}
