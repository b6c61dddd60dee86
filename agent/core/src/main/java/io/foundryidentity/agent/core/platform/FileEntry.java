package io.foundryidentity.agent.core.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code lstat} says of one file, folder or link; where there are POSIX permissions.
 *
 * <p>Public for those who judge the configuration file and the tools that are started.
 */
public final class FileEntry {

  private static final String ATTRIBUTES =
      "unix:mode,uid,dev,ino,nlink,ctime,size,lastModifiedTime";

  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int STICKY = 01000;
  private static final int WRITE_BY_OTHERS = 0022;
  private static final int READ_BY_OTHERS = 0044;
  private static final int WRITE_BY_EVERYBODY = 0002;

  private final Path path;

  private final int owner;

  private final int names;

  private final int mode;
  private final Map<String, Object> attributes;

  private FileEntry(Path path, Map<String, Object> attributes) {
    this.path = path;
    this.attributes = attributes;
    this.owner = number("uid");
    this.names = number("nlink");
    this.mode = number("mode");
  }

  /**
   * Of a link, the link itself.
   *
   * @throws IOException if it is not there or cannot be reached
   */
  public static FileEntry of(Path path) throws IOException {
    return new FileEntry(path, Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Of a link, what it leads to.
   *
   * @throws IOException if it is not there or cannot be reached
   */
  public static FileEntry behind(Path path) throws IOException {
    return new FileEntry(path, Files.readAttributes(path, ATTRIBUTES));
  }

  private int number(String attribute) {
    Object value = Objects.requireNonNull(attributes.get(attribute), attribute);
    return ((Number) value).intValue();
  }

  public Path path() {
    return path;
  }

  /** Whether it belongs to root or to the user with that number. */
  public boolean belongsToRootOr(int user) {
    return owner == 0 || owner == user;
  }

  public boolean belongsTo(int user) {
    return owner == user;
  }

  /** How many names (hard links) the file has. */
  public int names() {
    return names;
  }

  public boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  public boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  /** By the owner's group or everybody. */
  public boolean isWritableByOthers() {
    return (mode & WRITE_BY_OTHERS) != 0;
  }

  /** By the owner's group or everybody. */
  public boolean isReadableByOthers() {
    return (mode & READ_BY_OTHERS) != 0;
  }

  public boolean isWritableByEverybody() {
    return (mode & WRITE_BY_EVERYBODY) != 0;
  }

  /** The same text as long as it is the same entry with the same owner and permissions. */
  public String identity() {
    return attributes.get("dev") + ":" + attributes.get("ino") + ' ' + owner + ' ' + mode;
  }

  /** The same text as long as its path and content are the same, too. */
  public String state() {
    return path
        + " "
        + identity()
        + (" " + attributes.get("size"))
        + (" " + attributes.get("lastModifiedTime"))
        + (" " + attributes.get("ctime"));
  }
}
