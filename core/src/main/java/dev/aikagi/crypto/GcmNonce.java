package dev.aikagi.crypto;

import java.util.Arrays;
import javax.crypto.spec.GCMParameterSpec;

/** RFC 5647 section 7.1: a fixed field of four bytes and a counter of eight, one step a packet. */
final class GcmNonce {
  static final int TAG_LENGTH = 16;
  private static final int COUNTER = 4;

  private final byte[] nonce;

  GcmNonce(byte[] iv) {
    nonce = iv.clone();
  }

  /** The nonce of the next packet. The counter cannot wrap: rekeying comes long before 2^64. */
  GCMParameterSpec next() {
    GCMParameterSpec spec = new GCMParameterSpec(8 * TAG_LENGTH, nonce);
    Words.putLongBe(nonce, COUNTER, Words.longBe(nonce, COUNTER) + 1);
    return spec;
  }

  void wipe() {
    Arrays.fill(nonce, (byte) 0);
  }
}
