package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.platform.FileEntry;
import io.foundryidentity.agent.core.platform.ProcessUser;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether everybody on this machine could have put a file or folder where it is, or could change
 * it: then a tool from there is not started.
 *
 * <p>Less strict than for the configuration file, as tools are installed by others than the user
 * who runs them: an administrator or a group may own or write {@code /usr/local/bin}. In a folder
 * with the sticky bit ({@code /tmp}) everybody may add files, so there only those of root and of
 * this process's user count. Permissions are checked where there are POSIX permissions; on Windows
 * the folders of PATH are trusted.
 */
final class ToolTrust {

  private ToolTrust() {}

  /**
   * Looks at an absolute path as it is written, and at where its links lead. A folder that
   * everybody may write is not safe, with the sticky bit either: tools are looked for in it.
   */
  static boolean isSafe(Path path) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    try {
      int user = ProcessUser.id();
      return isSafe(path, user) && isSafe(path.toRealPath(), user);
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Whether nobody but its owner can write that folder. */
  static boolean isClosed(Path folder) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    try {
      return !FileEntry.behind(folder).isWritableByOthers();
    } catch (IOException notThere) {
      return false;
    }
  }

  private static boolean isSafe(Path path, int user) throws IOException {
    if (FileEntry.behind(path).isWritableByEverybody()) {
      return false;
    }
    FileEntry entry = FileEntry.of(path);
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      FileEntry folder = FileEntry.behind(parent);
      if (folder.isWritableByEverybody() && !(folder.isSticky() && entry.belongsToRootOr(user))) {
        return false;
      }
      entry = FileEntry.of(parent);
    }
    return true;
  }
}
