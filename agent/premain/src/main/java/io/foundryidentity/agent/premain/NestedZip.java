package io.foundryidentity.agent.premain;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a zip file that is itself an entry, stored and not compressed, of another.
 *
 * <p>The agent and its libraries have some five thousand classes. As entries of the agent's own jar
 * they would slow down every JVM with the flag, as a JVM reads the whole directory of a jar that it
 * opens. In a zip of their own they cost nothing until a client's class loads, and nothing has to
 * be unpacked. The format is that of APPNOTE.TXT, without its 64-bit extension.
 *
 * <p>It reads through the outer file's {@link ZipFile}, which stays open, so that a running JVM
 * keeps its jar when a newer one replaces the file. The JVM has that jar open anyway, and shares
 * the file handle: one of the agent's own would keep a JVM from a checkpoint (CRaC).
 */
final class NestedZip {

  private static final int END_OF_DIRECTORY = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int DIRECTORY_ENTRY_LENGTH = 46;
  private static final int LOCAL_HEADER_LENGTH = 30;

  private final ZipFile outer;
  private final @Nullable ZipEntry entry;
  private final String name;
  private volatile @Nullable Directory entries;

  /**
   * @param entry of the outer file; it is read when the first class is requested. Null if there is
   *     none, which the first request tells
   * @param name the entry's name
   */
  NestedZip(ZipFile outer, @Nullable ZipEntry entry, String name) {
    this.outer = outer;
    this.entry = entry;
    this.name = name;
  }

  boolean contains(String name) throws IOException {
    return entries().find(name) >= 0;
  }

  /** The entry's bytes, or null if there is none of that name. */
  byte @Nullable [] read(String name) throws IOException {
    Directory directory = entries();
    int at = directory.find(name);
    return at < 0 ? null : content(directory, at);
  }

  private Directory entries() throws IOException {
    Directory known = entries;
    if (known == null) {
      synchronized (this) {
        known = entries;
        if (known == null) {
          known = directory();
          entries = known;
        }
      }
    }
    return known;
  }

  private Directory directory() throws IOException {
    long end = stored().getSize();
    long begin = Math.max(0, end - END_LENGTH - LONGEST_COMMENT);
    byte[] tail;
    try (InputStream in = from(begin)) {
      tail = read(in, (int) (end - begin));
    }
    for (int at = tail.length - END_LENGTH; at >= 0; at--) {
      if (int32(tail, at) == END_OF_DIRECTORY) {
        try (InputStream in = from(unsigned32(tail, at + 16))) {
          return new Directory(read(in, int32(tail, at + 12)), int16(tail, at + 10));
        }
      }
    }
    throw new IOException("the agent's jar is cut off");
  }

  private byte[] content(Directory directory, int at) throws IOException {
    byte[] raw;
    try (InputStream in = from(directory.localHeader(at))) {
      byte[] local = read(in, LOCAL_HEADER_LENGTH);
      skip(in, int16(local, 26) + int16(local, 28));
      raw = read(in, directory.compressedSize(at));
    }
    if (directory.method(at) == ZipEntry.STORED) {
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

  private ZipEntry stored() throws IOException {
    if (entry == null || entry.getMethod() != ZipEntry.STORED) {
      throw new IOException("the agent's jar has no stored " + name);
    }
    return entry;
  }

  /** The nested file from there on. The JDK skips the part of a stored entry without reading it. */
  private InputStream from(long begin) throws IOException {
    InputStream in = outer.getInputStream(stored());
    skip(in, begin);
    return in;
  }

  private static void skip(InputStream in, long count) throws IOException {
    for (long left = count; left > 0; ) {
      long skipped = in.skip(left);
      if (skipped <= 0) {
        throw new IOException("the agent's jar is cut off");
      }
      left -= skipped;
    }
  }

  private static byte[] read(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      int count = in.read(bytes, at, length - at);
      if (count < 0) {
        throw new IOException("the agent's jar is cut off");
      }
      at += count;
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

    /** So many characters at the end of a name: names differ there, and all of them cost time. */
    private static final int HASHED = 20;

    private final byte[] bytes;

    /** Positions plus one; 0 is a free place. */
    private final int[] table;

    Directory(byte[] bytes, int count) {
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
      int length = name.length();
      int hash = length;
      for (int i = Math.max(0, length - HASHED); i < length; i++) {
        hash = 31 * hash + name.charAt(i);
      }
      int place = hash & (table.length - 1);
      while (table[place] != 0) {
        int at = table[place] - 1;
        if (isNamed(at, name)) {
          return at;
        }
        place = (place + 1) & (table.length - 1);
      }
      return -1;
    }

    /** As {@link #find} does it: these names are ASCII. */
    private int hash(int at) {
      int length = nameLength(at);
      int hash = length;
      for (int i = Math.max(0, length - HASHED); i < length; i++) {
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
