package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientVersionsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "file:/lib/okhttp-4.12.0.jar, 4.12.0",
    "file:/lib/netty-codec-http-4.1.130.Final.jar, 4.1.130.Final",
    "file:/lib/httpclient5-5.6-beta1.jar, 5.6-beta1",
    "jar:file:/app.jar!/BOOT-INF/lib/okhttp-jvm-5.3.0.jar!/, 5.3.0",
    "jar:nested:/app-1.0.jar/!BOOT-INF/lib/okhttp-3.14.9.jar!/, 3.14.9",
    "file:/app/classes/, ",
    "file:/lib/missing.jar, ",
  })
  void a_jars_name_tells_the_version(String location, String version) {
    assertThat(ClientVersions.version(location)).isEqualTo(version);
  }

  @Test
  void else_its_manifest_does() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-Version", "1.2");
    Path jar = folder.resolve("client.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }

    assertThat(ClientVersions.version(jar.toUri().toString())).isEqualTo("1.2");
  }

  @Test
  void the_jdks_own_client_has_the_jdks_version() {
    assertThat(ClientVersions.version(null))
        .isEqualTo("Java " + System.getProperty("java.version"));
  }
}
