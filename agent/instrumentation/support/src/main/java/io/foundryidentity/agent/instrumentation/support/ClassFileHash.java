package io.foundryidentity.agent.instrumentation.support;

/**
 * MurmurHash3, the form of 128 bits for 64-bit processors, by which a class file is recognised.
 *
 * <p>It need not be secure against an attacker: who can choose the bytes of a client's class can
 * already run code in the application. {@code MessageDigest} would do this too, but it initializes
 * the JDK's security providers, which belong to the application and which a class can load before.
 * This hash loads no other class, and a JVM that still interprets needs a tenth of SHA-256's
 * instructions for it.
 */
public final class ClassFileHash {

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final int BLOCK = 16;

  public final long high;
  public final long low;

  private ClassFileHash(long high, long low) {
    this.high = high;
    this.low = low;
  }

  public static ClassFileHash of(byte[] bytes) {
    long h1 = 0;
    long h2 = 0;
    int whole = bytes.length - bytes.length % BLOCK;
    for (int at = 0; at < whole; at += BLOCK) {
      h1 ^= mixFirst(int64(bytes, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixSecond(int64(bytes, at + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    byte[] tail = new byte[BLOCK];
    System.arraycopy(bytes, whole, tail, 0, bytes.length - whole);
    h1 ^= mixFirst(int64(tail, 0)) ^ bytes.length;
    h2 ^= mixSecond(int64(tail, 8)) ^ bytes.length;
    h1 += h2;
    h2 += h1;
    h1 = finished(h1);
    h2 = finished(h2);
    h1 += h2;
    h2 += h1;
    return new ClassFileHash(h1, h2);
  }

  private static long mixFirst(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixSecond(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finished(long hash) {
    long h = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }

  private static long int64(byte[] bytes, int at) {
    return (int32(bytes, at) & 0xffffffffL) | (long) int32(bytes, at + 4) << 32;
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }
}
