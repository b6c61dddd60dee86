package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.configuration.OpenedFile;
import io.foundryidentity.agent.core.platform.FileEntry;
import io.foundryidentity.agent.core.platform.ProcessUser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file with the gateway's secret, which its clients read too: it survives a restart, and
 * containers share it by a volume.
 *
 * <p>If there is none, it is written with a new secret: beside its place, for its owner alone, and
 * then linked there, so that a reader sees all of it or nothing, and of two gateways that start at
 * once both use the first one's.
 *
 * <p><b>What is refused.</b> A file of another user than root and this process's, and a link of
 * such a user: that user would know the secret. A file that group or others may write. A file of
 * our own that group or others may read, if its permissions could be changed. A file of root may be
 * readable to others, and so may one on a read-only file system: that is how Kubernetes mounts a
 * Secret, as a link to a link to a file of root with the mode 0644, and its permissions are the
 * decision of whoever wrote the manifest. Without POSIX permissions (Windows), nothing is checked,
 * and a new file has the permissions of its folder.
 *
 * <p>It is read once, at the start.
 */
final class SecretFile {

  /** Of the whole file, in bytes. */
  private static final int LARGEST = 4096;

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final boolean posix;

  private SecretFile(Path file) {
    this.file = file.toAbsolutePath();
    this.posix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /**
   * The secret in the file, which is written if there is none.
   *
   * @throws IOException if it cannot be used; the message names the file, and what to do
   */
  static Secret open(Path path) throws IOException {
    SecretFile file = new SecretFile(path);
    try {
      if (!Files.exists(file.file, LinkOption.NOFOLLOW_LINKS)) {
        file.create();
      }
      return file.read();
    } catch (FileSystemException failure) {
      throw new IOException(file.described(failure), failure);
    }
  }

  private String described(FileSystemException failure) {
    String reason = failure.getReason();
    String why;
    if (failure instanceof NoSuchFileException) {
      why = "it is a link to a file that does not exist, or was removed";
    } else if (failure instanceof AccessDeniedException) {
      why = "this user may not read or write it, or its folder";
    } else {
      why = reason == null ? failure.getClass().getSimpleName() : reason;
    }
    return "the secret file " + file + " cannot be used: " + why;
  }

  private IOException refused(String why) {
    return new IOException("the secret file " + file + " is not used: " + why);
  }

  private Secret read() throws IOException {
    boolean isLink = false;
    if (posix) {
      FileEntry link = FileEntry.of(file);
      isLink = link.isLink();
      if (isLink && !link.belongsToRootOr(ProcessUser.id())) {
        throw refused("it is a link of another user");
      }
    }
    if (!Files.isRegularFile(file)) {
      if (Files.exists(file)) {
        throw refused("it is not a file");
      }
      throw new NoSuchFileException(file.toString());
    }
    String identity = posix ? trusted().identity() : null;
    String text;
    try (FileChannel open = FileChannel.open(file, options(isLink))) {
      text = content(open);
      if (!OpenedFile.mayBe(open, identity)) {
        throw refused("it was replaced while it was read: start again");
      }
    }
    try {
      return Secret.of(text);
    } catch (IllegalArgumentException invalid) {
      throw refused(invalid.getMessage() + "; remove the file, and the gateway writes a new one");
    }
  }

  /** A file that was no link must not have become one of another user meanwhile. */
  private Set<OpenOption> options(boolean isLink) {
    return posix && !isLink
        ? Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
        : Set.of(StandardOpenOption.READ);
  }

  private FileEntry trusted() throws IOException {
    FileEntry entry = FileEntry.behind(file);
    int user = ProcessUser.id();
    if (!entry.belongsToRootOr(user)) {
      throw refused(
          "its owner is "
              + Files.getOwner(file).getName()
              + ", and must be root or the user that runs this process");
    }
    if (entry.isWritableByOthers()) {
      throw refused("other users can write to it: run chmod 600 " + file);
    }
    if (entry.isReadableByOthers() && entry.belongsTo(user) && !isReadOnly()) {
      throw refused("other users can read it: run chmod 600 " + file);
    }
    return entry;
  }

  /** Whether its file system lets nobody write; its error has no class of its own in Java. */
  private boolean isReadOnly() throws IOException {
    try {
      file.getFileSystem().provider().checkAccess(file, AccessMode.WRITE);
      return false;
    } catch (AccessDeniedException | NoSuchFileException notKnown) {
      return false;
    } catch (FileSystemException readOnly) {
      return true;
    }
  }

  private String content(FileChannel open) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LARGEST + 1);
    while (bytes.hasRemaining() && open.read(bytes) >= 0) {}
    if (!bytes.hasRemaining()) {
      throw refused("it is larger than " + LARGEST + " bytes");
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    // As echo and editors end it.
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    end = end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
    return text.substring(0, end);
  }

  private void create() throws IOException {
    Path folder = file.getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      throw refused("it is not the path of a file");
    }
    if (!Files.isDirectory(folder)) {
      throw refused("its folder " + folder + " does not exist: create it first");
    }
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path beside = folder.resolve("." + name + "." + mark + ".tmp");
    try {
      write(beside);
      place(beside);
    } catch (FileAlreadyExistsException another) {
      // A gateway that started at the same time; its secret is read.
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private void write(Path beside) throws IOException {
    if (posix) {
      Files.createFile(beside, PRIVATE);
    } else {
      Files.createFile(beside);
    }
    byte[] line = (Secret.random().text() + "\n").getBytes(StandardCharsets.US_ASCII);
    Files.write(beside, line, StandardOpenOption.WRITE);
  }

  private void place(Path beside) throws IOException {
    try {
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException another) {
      throw another;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
