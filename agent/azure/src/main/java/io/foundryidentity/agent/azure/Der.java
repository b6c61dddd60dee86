package io.foundryidentity.agent.azure;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Arrays;

/** Reads the elements of an ASN.1 structure in DER, one after the other. */
final class Der {

  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private final int end;
  private int at;

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /** The tag of the next element; -1 at the end. */
  int tag() {
    return isAtEnd() ? -1 : bytes[at] & 0xFF;
  }

  /** The elements in the next element. */
  Der enter(int tag) throws InvalidKeyException {
    int begin = content(tag);
    Der inner = new Der(bytes, begin, at);
    return inner;
  }

  /** The content of the next element. */
  byte[] value(int tag) throws InvalidKeyException {
    int begin = content(tag);
    return Arrays.copyOfRange(bytes, begin, at);
  }

  /** The whole next element, with its tag and length. */
  byte[] element(int tag) throws InvalidKeyException {
    int from = at;
    content(tag);
    return Arrays.copyOfRange(bytes, from, at);
  }

  BigInteger integer() throws InvalidKeyException {
    byte[] value = value(INTEGER);
    if (value.length == 0) {
      throw malformed();
    }
    return new BigInteger(value);
  }

  /** As numbers with dots. */
  String objectId() throws InvalidKeyException {
    byte[] value = value(OBJECT_ID);
    StringBuilder text = new StringBuilder();
    long number = 0;
    for (byte one : value) {
      number = (number << 7) | (one & 0x7F);
      if (one >= 0) {
        if (text.length() == 0) {
          long first = Math.min(number / 40, 2);
          text.append(first).append('.').append(number - 40 * first);
        } else {
          text.append('.').append(number);
        }
        number = 0;
      }
    }
    return text.toString();
  }

  /** Moves past the next element, and returns where its content begins. */
  private int content(int tag) throws InvalidKeyException {
    if (tag() != tag || at + 2 > end) {
      throw malformed();
    }
    int length = bytes[at + 1] & 0xFF;
    int begin = at + 2;
    if (length >= 0x80) {
      int digits = length & 0x7F;
      if (digits == 0 || digits > 3 || begin + digits > end) {
        throw malformed();
      }
      length = 0;
      for (int i = 0; i < digits; i++) {
        length = (length << 8) | (bytes[begin + i] & 0xFF);
      }
      begin += digits;
    }
    if (length > end - begin) {
      throw malformed();
    }
    at = begin + length;
    return begin;
  }

  private static InvalidKeyException malformed() {
    return new InvalidKeyException("malformed DER");
  }
}
