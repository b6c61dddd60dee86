package io.foundryidentity.agent.instrumentation.support;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Writes what {@link PreparedClasses} reads; the build uses it. */
public final class PreparedClassesWriter {

  /** Sorted, so that two builds write the same bytes and like classes are neighbours. */
  private final Map<String, byte[]> records = new TreeMap<>();

  /**
   * Adds one version of a class. One that was added before has no effect.
   *
   * @param className with slashes
   * @param clients as {@link ClientPlaces#clientsIn} gives them; empty for an early type
   * @param woven null if the class stays as it is
   */
  public void add(String className, String clients, byte[] original, byte @Nullable [] woven)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    ClassFileHash hash = ClassFileHash.of(original);
    out.writeUTF(className);
    out.writeUTF(clients);
    out.writeInt(original.length);
    out.writeLong(hash.high);
    out.writeLong(hash.low);
    if (woven == null) {
      out.writeInt(0);
    } else {
      CRC32 checksum = new CRC32();
      checksum.update(woven, 0, woven.length);
      byte[] patch = PatchWriter.patch(original, woven);
      out.writeInt(woven.length);
      out.writeInt((int) checksum.getValue());
      out.writeInt(patch.length);
      out.write(patch);
    }
    String key = String.format("%s %s %016x%016x", className, clients, hash.high, hash.low);
    byte[] same = records.put(key, bytes.toByteArray());
    if (same != null && !Arrays.equals(same, bytes.toByteArray())) {
      throw new IOException(className + " has two results for the same class file");
    }
  }

  public byte[] toByteArray() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(records.size());
    for (byte[] each : records.values()) {
      out.write(each);
    }
    return bytes.toByteArray();
  }
}
