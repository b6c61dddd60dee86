package io.foundryidentity.agent.instrumentation.support;

/**
 * The way from one class file to another: bytes that are new, and parts of the original.
 *
 * <p>A patch is a sequence of steps: the number of new bytes, these bytes, the number of bytes to
 * copy, and, if there are any, how far the copied part begins from the end of the one before.
 * Numbers have seven bits in each byte, the lowest first; a byte below zero is followed by another.
 * The distance has its sign in the lowest bit.
 */
final class Patch {

  private final byte[] bytes;
  private int at;

  private Patch(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IndexOutOfBoundsException if the patch is not for this original
   */
  static byte[] apply(byte[] patch, byte[] original, int length) {
    return new Patch(patch).applied(original, length);
  }

  private byte[] applied(byte[] original, int length) {
    byte[] result = new byte[length];
    int from = 0;
    for (int to = 0; to < length; ) {
      int inserted = number();
      System.arraycopy(bytes, at, result, to, inserted);
      at += inserted;
      to += inserted;
      int copied = number();
      if (copied > 0) {
        int distance = number();
        from += (distance & 1) == 0 ? distance >>> 1 : -(distance >>> 1);
        System.arraycopy(original, from, result, to, copied);
        from += copied;
        to += copied;
      } else if (inserted == 0) {
        throw new IndexOutOfBoundsException("a step without an effect");
      }
    }
    return result;
  }

  private int number() {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }
}
