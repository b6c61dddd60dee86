package io.foundryidentity.agent.dist.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A token in a folder as Kubernetes projects it: the file is a link into a folder that is a link
 * itself, and that one is exchanged in a single step.
 */
final class ProjectedToken {

  private static final String NAME = "azure-identity-token";
  private static final String CURRENT = "..data";

  private final Path folder;
  private int version;

  /** Below a folder that the container's user may not enter. */
  ProjectedToken(Path parent) throws IOException {
    folder = Files.createDirectory(parent.resolve("tokens"));
    Files.createSymbolicLink(folder.resolve(NAME), Path.of(CURRENT, NAME));
  }

  Path folder() {
    return folder;
  }

  static String fileIn(String mounted) {
    return mounted + "/" + NAME;
  }

  void project(String token) throws IOException {
    version++;
    Path next = Files.createDirectory(folder.resolve("..version-" + version));
    Files.writeString(next.resolve(NAME), token);
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
    Files.move(link, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
  }
}
