package io.foundryidentity.agent.instrumentation.support;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Byte Buddy makes of the classes of known versions of clients; the build has written it.
 *
 * <p>For such a class neither Byte Buddy nor the instrumentations load. A class is known by its
 * name, its length and its {@link ClassFileHash}, and by the clients that have a join point in it.
 * Any other class is woven by {@link LiveWeaving}: another version, a shaded copy, or one that
 * another agent has changed before. A checksum of the result must be right too, so that a damaged
 * jar changes no class in a wrong way.
 */
public final class PreparedClasses {

  private static final Logger LOG = LoggerFactory.getLogger(PreparedClasses.class);

  /** For a JVM in which every class is woven by Byte Buddy. */
  public static final PreparedClasses NONE = new PreparedClasses();

  private final Map<String, List<Version>> byName = new HashMap<>();

  private PreparedClasses() {}

  /**
   * Reads what the build has written: the number of classes in four bytes, and for each its name,
   * the clients with commas between, its length, its hash in sixteen bytes, and the length of the
   * result. If this is not 0, for a class that stays as it is, then the result's CRC-32 and the
   * length and the bytes of the {@link Patch} follow.
   */
  public static PreparedClasses read(InputStream entry) throws IOException {
    PreparedClasses classes = new PreparedClasses();
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(entry))) {
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        List<Version> versions = classes.byName.get(name);
        if (versions == null) {
          versions = new ArrayList<>();
          classes.byName.put(name, versions);
        }
        versions.add(new Version(in));
      }
    }
    return classes;
  }

  /**
   * Whether Byte Buddy is not needed for a class.
   *
   * @param className with slashes
   * @param clients that have a join point in it, in their order, with commas between
   */
  public @Nullable Result find(String className, String clients, byte[] classFile) {
    List<Version> versions = byName.get(className);
    if (versions == null) {
      return null;
    }
    ClassFileHash hash = null;
    for (Version version : versions) {
      if (version.length == classFile.length && version.clients.equals(clients)) {
        if (hash == null) {
          hash = ClassFileHash.of(classFile);
        }
        if (version.high == hash.high && version.low == hash.low) {
          return result(className, version, classFile);
        }
      }
    }
    return null;
  }

  private static @Nullable Result result(String className, Version version, byte[] classFile) {
    byte[] patch = version.patch;
    if (patch == null) {
      return new Result(null);
    }
    try {
      byte[] woven = Patch.apply(patch, classFile, version.resultLength);
      CRC32 checksum = new CRC32();
      checksum.update(woven, 0, woven.length);
      if ((int) checksum.getValue() == version.checksum) {
        return new Result(woven);
      }
      LOG.debug("the agent's jar is damaged: what was prepared for {} is not used", className);
    } catch (RuntimeException damaged) {
      LOG.debug("the agent's jar is damaged: {} is not prepared", className, damaged);
    }
    return null;
  }

  /** Of a class that is known. */
  public static final class Result {

    /** The changed class file; null if the class stays as it is. */
    public final byte @Nullable [] woven;

    Result(byte @Nullable [] woven) {
      this.woven = woven;
    }
  }

  private static final class Version {

    /** A class file's methods have 64 KB each; a larger number is a damaged one. */
    private static final int LARGEST_PATCH = 1 << 20;

    final String clients;
    final int length;
    final long high;
    final long low;
    final int resultLength;
    final int checksum;
    final byte @Nullable [] patch;

    Version(DataInputStream in) throws IOException {
      clients = in.readUTF();
      length = in.readInt();
      high = in.readLong();
      low = in.readLong();
      resultLength = in.readInt();
      if (resultLength == 0) {
        checksum = 0;
        patch = null;
      } else {
        checksum = in.readInt();
        int size = in.readInt();
        if (size < 0 || size > LARGEST_PATCH) {
          throw new IOException("a patch of " + size + " bytes");
        }
        patch = new byte[size];
        in.readFully(patch);
      }
    }
  }
}
