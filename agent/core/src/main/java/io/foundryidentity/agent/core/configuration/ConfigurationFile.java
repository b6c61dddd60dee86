package io.foundryidentity.agent.core.configuration;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Properties;
import java.util.Set;

/**
 * Reads the configuration file, if only the operator can have written it: whoever writes it decides
 * where tokens go.
 *
 * <p>The only class here that uses {@code java.nio.file}, which {@code java.io.File} cannot replace
 * for owners and permissions; it is loaded where a file is named and nowhere else.
 */
final class ConfigurationFile {

  private ConfigurationFile() {}

  static Properties read(String name) throws IOException {
    Path path;
    try {
      // The folder of a link is somebody's choice too; what counts is the file behind it.
      path = Paths.get(name).toRealPath();
    } catch (IOException | RuntimeException unreadable) {
      throw new IOException("there is no such file, or it cannot be reached", unreadable);
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException("it is not a file");
    }
    refuseStrangersHand(path);
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException malformed) {
      throw new IOException("it holds a malformed escape: " + malformed.getMessage(), malformed);
    } catch (IOException unreadable) {
      throw new IOException("it cannot be read: " + unreadable.getMessage(), unreadable);
    }
    return properties;
  }

  private static void refuseStrangersHand(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // Windows: the folder's access control list is the operator's; the documentation says so.
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName();
    if (!owner.equals("root") && !owner.equals("0") && !isOurs(path)) {
      throw new IOException(
          "its owner is " + owner + ": it must be root or the user that runs this process");
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("others than its owner may write it: use chmod go-w");
    }
  }

  /** By number, as {@code user.name} can be set and a container may have no name for its user. */
  private static boolean isOurs(Path path) throws IOException {
    Object owner = Files.getAttribute(path, "unix:uid");
    Path self = Paths.get("/proc/self");
    if (Files.exists(self)) {
      return owner.equals(Files.getAttribute(self, "unix:uid"));
    }
    Path mine = Files.createTempFile("foundry-identity", null);
    try {
      return owner.equals(Files.getAttribute(mine, "unix:uid"));
    } finally {
      Files.delete(mine);
    }
  }
}
