package io.foundryidentity.agent.instrumentation.support;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Patch}; the build uses it, so it is simple and not fast. */
final class PatchWriter {

  /** A shorter part costs more as a copy than as new bytes. */
  private static final int SHORTEST_COPY = 8;

  private final ByteArrayOutputStream patch = new ByteArrayOutputStream();
  private final byte[] original;
  private final byte[] result;
  private final Map<Long, List<Integer>> places = new HashMap<>();

  /** Where the copied part before ended in the original. */
  private int from;

  private PatchWriter(byte[] original, byte[] result) {
    this.original = original;
    this.result = result;
    for (int at = 0; at + SHORTEST_COPY <= original.length; at++) {
      places.computeIfAbsent(eight(original, at), bytes -> new ArrayList<>()).add(at);
    }
  }

  static byte[] patch(byte[] original, byte[] result) {
    byte[] patch = new PatchWriter(original, result).written();
    if (!Arrays.equals(Patch.apply(patch, original, result.length), result)) {
      throw new IllegalStateException("the patch gives another class file");
    }
    return patch;
  }

  private byte[] written() {
    int inserted = 0;
    for (int at = 0; at < result.length; ) {
      int place = longest(at);
      int length = place < 0 ? 0 : same(place, at);
      if (length < SHORTEST_COPY) {
        at++;
        continue;
      }
      insert(inserted, at);
      number(length);
      int distance = place - from;
      number(distance < 0 ? -distance << 1 | 1 : distance << 1);
      from = place + length;
      at += length;
      inserted = at;
    }
    if (inserted < result.length) {
      insert(inserted, result.length);
      number(0);
    }
    return patch.toByteArray();
  }

  /** The begin of the longest part of the original that continues the result there; -1 if none. */
  private int longest(int at) {
    int best = -1;
    if (at + SHORTEST_COPY <= result.length) {
      int longest = 0;
      for (int place : places.getOrDefault(eight(result, at), Collections.<Integer>emptyList())) {
        int length = same(place, at);
        if (length > longest || (length == longest && place == from)) {
          longest = length;
          best = place;
        }
      }
    }
    return best;
  }

  private int same(int place, int at) {
    int length = 0;
    while (place + length < original.length
        && at + length < result.length
        && original[place + length] == result[at + length]) {
      length++;
    }
    return length;
  }

  private void insert(int begin, int end) {
    number(end - begin);
    patch.write(result, begin, end - begin);
  }

  private void number(int number) {
    int left = number;
    while (left > 0x7f) {
      patch.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    patch.write(left);
  }

  private static long eight(byte[] bytes, int at) {
    long number = 0;
    for (int i = 0; i < SHORTEST_COPY; i++) {
      number = number << 8 | (bytes[at + i] & 0xff);
    }
    return number;
  }
}
