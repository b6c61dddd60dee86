package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BridgeClassesTest {

  @Test
  void every_class_of_the_bridges_package_is_named() throws Exception {
    assertThat(BridgeClasses.NAMES).containsExactlyInAnyOrderElementsOf(ofThePackage());
  }

  private static List<String> ofThePackage() throws Exception {
    String folder = AuthorizationBridge.class.getPackageName().replace('.', '/');
    URI home =
        AuthorizationBridge.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    if (home.getPath().endsWith("/")) {
      return in(Path.of(home).resolve(folder));
    }
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(home))) {
      return in(jar.getPath(folder));
    }
  }

  private static List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> AuthorizationBridge.class.getPackageName() + "." + name)
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }
}
