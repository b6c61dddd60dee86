package io.foundryidentity.agent.core.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * The number of the user that runs this process, as {@code user.name} can be set and a container
 * may have no name for its user.
 */
public final class ProcessUser {

  private ProcessUser() {}

  /**
   * The user's number; where there are POSIX permissions.
   *
   * @throws IOException if the system does not tell
   */
  public static int id() throws IOException {
    Path self = Paths.get("/proc/self");
    if (Files.exists(self)) {
      return owner(self);
    }
    Path mine = Files.createTempFile("foundry-identity", null);
    try {
      return owner(mine);
    } finally {
      Files.delete(mine);
    }
  }

  private static int owner(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid")).intValue();
  }
}
