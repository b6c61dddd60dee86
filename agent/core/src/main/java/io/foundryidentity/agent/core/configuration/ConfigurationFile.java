package io.foundryidentity.agent.core.configuration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration file, if nobody but the operator can write or replace it: its content
 * decides where tokens go.
 *
 * <p><b>Order.</b> {@link TrustedPath} judges the file and all folders on its path; the file is
 * read once; the path is judged again. The content counts only if both times say the same, and if
 * the file that was open is the one that was judged ({@link OpenedFile}). So the judgement is about
 * the bytes that were read, also if somebody swaps files meanwhile.
 *
 * <p>This class and its helpers alone use {@code java.nio.file}, as {@code java.io.File} cannot
 * read owners and permissions. They are loaded only if a file is configured.
 */
final class ConfigurationFile {

  /** In bytes; the longest list of hosts is far shorter. */
  private static final int LARGEST = 1 << 20;

  private static final String MISSING = "there is no such file";
  private static final String DENIED =
      "this process has no permission to read it, or to enter a folder on its path";

  /** What was read last. The same bytes again need no look at which file was open. */
  private byte @Nullable [] accepted;

  /**
   * The file's properties.
   *
   * @throws IOException if it cannot be read, is not trusted or changes meanwhile; the message
   *     completes "the file is not used: "
   */
  Properties read(String name) throws IOException {
    Path path;
    try {
      path = Paths.get(name).toAbsolutePath();
    } catch (RuntimeException malformed) {
      throw new IOException(MISSING, malformed);
    }
    byte[] content = readOnce(path);
    if (content == null) {
      // For example, a mounted file has just got its next version.
      content = readOnce(path);
    }
    if (content == null) {
      throw new IOException("it changes while it is read");
    }
    Properties properties = FileContent.parse(content);
    accepted = content;
    return properties;
  }

  /** The content; null if the file or its path changed meanwhile. */
  private byte @Nullable [] readOnce(Path path) throws IOException {
    TrustedPath before = judged(path);
    byte[] content = null;
    IOException unreadable = null;
    try (FileChannel open =
        FileChannel.open(before.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      content = readAll(open);
      if (!Arrays.equals(content, accepted) && !OpenedFile.mayBe(open, before.identity())) {
        return null;
      }
    } catch (IOException failure) {
      unreadable = failure;
    }
    if (!judged(path).isSame(before)) {
      return null;
    }
    if (unreadable instanceof AccessDeniedException) {
      throw new IOException(DENIED, unreadable);
    }
    if (unreadable != null) {
      throw new IOException("it cannot be read: " + unreadable.getMessage(), unreadable);
    }
    if (content != null && content.length > LARGEST) {
      throw new IOException("it is larger than 1 MiB");
    }
    return content;
  }

  private static TrustedPath judged(Path path) throws IOException {
    try {
      return TrustedPath.of(path);
    } catch (AccessDeniedException | SecurityException denied) {
      throw new IOException(DENIED, denied);
    } catch (FileSystemException missing) {
      throw new IOException(MISSING, missing);
    }
  }

  /** At most one byte more than is allowed. */
  private static byte[] readAll(FileChannel open) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
    while (content.size() <= LARGEST && open.read(piece) >= 0) {
      content.write(piece.array(), 0, Math.min(piece.position(), LARGEST + 1 - content.size()));
      // Not on the buffer's own type, whose method is new in Java 9.
      ((Buffer) piece).clear();
    }
    return content.toByteArray();
  }
}
