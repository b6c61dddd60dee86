package io.foundryidentity.agent.premain;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a zip file that is itself an entry, stored and not compressed, of another.
 *
 * <p>The libraries of the agent have some four thousand classes. As entries of the agent's own jar
 * they cost every JVM that is given the flag, as it reads the whole directory of a jar that it
 * opens. In a zip of their own they cost nothing until a client's class is seen, and nothing has to
 * be unpacked for it. The format is APPNOTE.TXT's, without its 64-bit extension.
 *
 * <p>The file stays open: whoever puts a newer jar in its place does not disturb a JVM that runs.
 */
final class NestedZip {

  private static final int END_OF_DIRECTORY = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int DIRECTORY_ENTRY_LENGTH = 46;
  private static final int LOCAL_HEADER_LENGTH = 30;
  private static final int STORED = 0;

  private final RandomAccessFile file;
  private final String outerName;
  private volatile @Nullable Directory entries;

  /**
   * @param file the outer one, open; this class closes it
   * @param outerName of the entry, to be read when the first class is asked for
   */
  NestedZip(RandomAccessFile file, String outerName) {
    this.file = file;
    this.outerName = outerName;
  }

  boolean contains(String name) throws IOException {
    return entries().find(name) >= 0;
  }

  /** The entry's bytes, or null where there is none of that name. */
  byte @Nullable [] read(String name) throws IOException {
    Directory directory = entries();
    int at = directory.find(name);
    return at < 0 ? null : content(directory, at);
  }

  void close() throws IOException {
    file.close();
  }

  private Directory entries() throws IOException {
    Directory known = entries;
    if (known == null) {
      synchronized (file) {
        known = entries;
        if (known == null) {
          known = open();
          entries = known;
        }
      }
    }
    return known;
  }

  private Directory open() throws IOException {
    Directory outer = directory(0, file.length());
    int at = outer.find(outerName);
    if (at < 0 || outer.method(at) != STORED) {
      throw new IOException("the agent's jar has no stored " + outerName);
    }
    long begin = contentOffset(outer, at);
    return directory(begin, begin + outer.size(at));
  }

  private Directory directory(long begin, long end) throws IOException {
    byte[] tail = bytes(Math.max(begin, end - END_LENGTH - LONGEST_COMMENT), end);
    for (int at = tail.length - END_LENGTH; at >= 0; at--) {
      if (int32(tail, at) == END_OF_DIRECTORY) {
        long directoryBegin = begin + unsigned32(tail, at + 16);
        byte[] directory = bytes(directoryBegin, directoryBegin + unsigned32(tail, at + 12));
        return new Directory(begin, directory, int16(tail, at + 10));
      }
    }
    throw new IOException("the agent's jar is cut off");
  }

  private byte[] content(Directory directory, int at) throws IOException {
    long offset = contentOffset(directory, at);
    byte[] raw = bytes(offset, offset + directory.compressedSize(at));
    if (directory.method(at) == STORED) {
      return raw;
    }
    byte[] content = new byte[directory.size(at)];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(raw);
      int length = 0;
      while (length < content.length && !inflater.finished()) {
        int count = inflater.inflate(content, length, content.length - length);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        length += count;
      }
      if (length < content.length) {
        throw new IOException("an entry of the agent's jar ends early");
      }
    } catch (DataFormatException damaged) {
      throw new IOException("the agent's jar is damaged", damaged);
    } finally {
      inflater.end();
    }
    return content;
  }

  private long contentOffset(Directory directory, int at) throws IOException {
    long header = directory.begin + directory.localHeader(at);
    byte[] local = bytes(header, header + LOCAL_HEADER_LENGTH);
    return header + LOCAL_HEADER_LENGTH + int16(local, 26) + int16(local, 28);
  }

  private byte[] bytes(long begin, long end) throws IOException {
    byte[] bytes = new byte[(int) (end - begin)];
    synchronized (file) {
      file.seek(begin);
      file.readFully(bytes);
    }
    return bytes;
  }

  private static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private static int int32(byte[] bytes, int at) {
    return int16(bytes, at) | int16(bytes, at + 2) << 16;
  }

  private static long unsigned32(byte[] bytes, int at) {
    return int32(bytes, at) & 0xffffffffL;
  }

  /** A zip file's directory as it is in the file, with a hash table of positions over it. */
  private static final class Directory {

    /** Where in the outer file the zip file begins; its offsets count from there. */
    final long begin;

    private final byte[] bytes;

    /** Positions plus one; 0 is a free place. */
    private final int[] table;

    Directory(long begin, byte[] bytes, int count) {
      this.begin = begin;
      this.bytes = bytes;
      this.table = new int[Integer.highestOneBit(4 * count + 1)];
      int at = 0;
      for (int i = 0; i < count; i++) {
        int place = hash(at) & (table.length - 1);
        while (table[place] != 0) {
          place = (place + 1) & (table.length - 1);
        }
        table[place] = at + 1;
        at +=
            DIRECTORY_ENTRY_LENGTH + nameLength(at) + int16(bytes, at + 30) + int16(bytes, at + 32);
      }
    }

    /** The entry's position, or -1. */
    int find(String name) {
      int place = name.hashCode() & (table.length - 1);
      while (table[place] != 0) {
        int at = table[place] - 1;
        if (isNamed(at, name)) {
          return at;
        }
        place = (place + 1) & (table.length - 1);
      }
      return -1;
    }

    /** As {@link String#hashCode} does it: these names are ASCII. */
    private int hash(int at) {
      int hash = 0;
      for (int i = 0; i < nameLength(at); i++) {
        hash = 31 * hash + bytes[at + DIRECTORY_ENTRY_LENGTH + i];
      }
      return hash;
    }

    private boolean isNamed(int at, String name) {
      if (nameLength(at) != name.length()) {
        return false;
      }
      for (int i = 0; i < name.length(); i++) {
        if (bytes[at + DIRECTORY_ENTRY_LENGTH + i] != name.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int nameLength(int at) {
      return int16(bytes, at + 28);
    }

    int method(int at) {
      return int16(bytes, at + 10);
    }

    int compressedSize(int at) {
      return int32(bytes, at + 20);
    }

    int size(int at) {
      return int32(bytes, at + 24);
    }

    long localHeader(int at) {
      return unsigned32(bytes, at + 42);
    }
  }
}
