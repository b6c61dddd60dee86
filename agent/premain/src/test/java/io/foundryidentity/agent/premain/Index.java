package io.foundryidentity.agent.premain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An index for tests, in which every place has all of the names. */
final class Index {

  private static final int PLACES = 1024;

  private Index() {}

  static byte[] of(String... names) {
    ByteBuffer index = ByteBuffer.allocate(8 * PLACES);
    for (int place = 0; place < PLACES; place++) {
      index.putShort((short) (2 * PLACES));
    }
    for (String name : names) {
      index.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    }
    return index.array();
  }
}
