package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.platform.FileEntry;
import io.foundryidentity.agent.core.platform.ProcessUser;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One walk from the root to a file, through every folder and link, on which only root and the user
 * of this process can change anything.
 *
 * <p>The rules are those of sshd's {@code StrictModes}: the file, each folder and each link on the
 * way belongs to root or to us, and neither group nor others may write it. Of a link, its target's
 * path is walked too. Two kinds of folders are accepted although others may write them:
 *
 * <ul>
 *   <li>with the sticky bit, as {@code /tmp} and Kubernetes' mounted secrets have it: there, only
 *       the owner of an entry may rename or remove it, and the owners are checked. Others may add
 *       entries; so a file with more than one name is refused there, as another user may have given
 *       it the name that is configured;
 *   <li>on a read-only file system, as Kubernetes mounts a ConfigMap: its folder is {@code
 *       drwxrwxrwx root root}.
 * </ul>
 *
 * <p>Without POSIX permissions (Windows) owners and permissions are not checked.
 */
final class TrustedPath {

  /** As in Linux. */
  private static final int MOST_LINKS = 40;

  private final int user;

  /** What was seen on the way, for the comparison of two walks. */
  private final List<String> seen = new ArrayList<>();

  private final Deque<String> names = new ArrayDeque<>();

  /** A path without links. */
  private Path at;

  /** Whether others may add entries to the folder {@link #at}. */
  private boolean shared;

  private int links;
  private @Nullable String identity;

  private TrustedPath(Path absolute) throws IOException {
    this.at = absolute;
    if (absolute.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      this.user = ProcessUser.id();
      walk(absolute);
    } else {
      this.user = -1;
      resolve(absolute);
    }
  }

  /**
   * Walks to the file.
   *
   * @throws FileSystemException if it is not there or cannot be reached
   * @throws IOException if it or its path is not trusted; the message is for the operator
   */
  static TrustedPath of(Path absolute) throws IOException {
    return new TrustedPath(absolute);
  }

  /** Without links, which were followed. */
  Path file() {
    return at;
  }

  /** The file's device, number, owner and mode; null without POSIX permissions. */
  @Nullable String identity() {
    return identity;
  }

  /** Whether two walks saw the same folders, links and file, and the file is unchanged. */
  boolean isSame(TrustedPath other) {
    return seen.equals(other.seen);
  }

  private void resolve(Path absolute) throws IOException {
    at = absolute.toRealPath();
    BasicFileAttributes file = Files.readAttributes(at, BasicFileAttributes.class);
    if (!file.isRegularFile()) {
      throw new IOException("it is not a file");
    }
    seen.add(at + " " + file.size() + ' ' + file.lastModifiedTime() + ' ' + file.creationTime());
  }

  private void walk(Path absolute) throws IOException {
    begin(absolute);
    while (identity == null) {
      String name = names.pollFirst();
      if (name == null) {
        throw new IOException("it is not a file");
      }
      if (name.equals("..")) {
        Path parent = at.getParent();
        enter(FileEntry.of(parent == null ? at : parent));
      } else if (!name.isEmpty() && !name.equals(".")) {
        step(FileEntry.of(at.resolve(name)));
      }
    }
  }

  /** Takes up a path from the root, before the names that are left. */
  private void begin(Path absolute) throws IOException {
    prepend(absolute);
    enter(FileEntry.of(absolute.getRoot()));
  }

  private void prepend(Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      names.addFirst(path.getName(i).toString());
    }
  }

  private void step(FileEntry entry) throws IOException {
    if (entry.isLink()) {
      follow(entry);
    } else if (entry.isFolder()) {
      enter(entry);
    } else if (!names.isEmpty()) {
      throw new NoSuchFileException(entry.path().toString());
    } else {
      finish(entry);
    }
  }

  private void follow(FileEntry link) throws IOException {
    requireOwner(link, "the owner of the link " + link.path() + " is ");
    if (++links > MOST_LINKS) {
      throw new NoSuchFileException(link.path().toString());
    }
    Path target = Files.readSymbolicLink(link.path());
    seen.add(link.state() + " -> " + target);
    if (target.isAbsolute()) {
      begin(target);
    } else {
      prepend(target);
    }
  }

  private void enter(FileEntry folder) throws IOException {
    requireOwner(folder, "the owner of its folder " + folder.path() + " is ");
    shared = folder.isWritableByOthers();
    if (shared && !folder.isSticky() && !isReadOnly(folder.path())) {
      throw new IOException(
          "other users can write to its folder "
              + folder.path()
              + ": run chmod go-w "
              + folder.path());
    }
    seen.add(folder.identity());
    at = folder.path();
  }

  private void finish(FileEntry file) throws IOException {
    if (!file.isRegular()) {
      throw new IOException("it is not a file");
    }
    requireOwner(file, "its owner is ");
    if (file.isWritableByOthers()) {
      throw new IOException("other users can write to it: run chmod go-w");
    }
    if (shared && file.names() > 1) {
      throw new IOException(
          "other users can add links to its folder "
              + at
              + ", and it has several links: copy the file");
    }
    seen.add(file.state());
    at = file.path();
    identity = file.identity();
  }

  private void requireOwner(FileEntry entry, String saying) throws IOException {
    if (!entry.belongsToRootOr(user)) {
      String name = Files.getOwner(entry.path(), LinkOption.NOFOLLOW_LINKS).getName();
      throw new IOException(saying + name + ": it must be root or the user that runs this process");
    }
  }

  /**
   * Whether the kernel lets nobody write a folder whose permissions let all or our group: a
   * read-only mount or an immutable folder. Their error has no class of its own in Java; that of
   * missing permissions has.
   */
  private static boolean isReadOnly(Path folder) throws IOException {
    try {
      folder.getFileSystem().provider().checkAccess(folder, AccessMode.WRITE);
      return false;
    } catch (AccessDeniedException | NoSuchFileException notKnown) {
      return false;
    } catch (FileSystemException readOnly) {
      return true;
    }
  }
}
