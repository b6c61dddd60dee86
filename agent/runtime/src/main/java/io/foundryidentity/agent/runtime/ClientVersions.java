package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.ClientStatus;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the version of a detected client: by its jar's name, or else by the jar's manifest. */
final class ClientVersions {

  /** The last jar of a URL, as a jar may be inside a jar. */
  private static final Pattern IN_NAME = Pattern.compile("-(\\d[\\w.+-]*?)\\.jar[!/]*$");

  private ClientVersions() {}

  static List<ClientStatus> of(List<DetectedClients.Detected> detected) {
    List<ClientStatus> clients = new ArrayList<>();
    for (DetectedClients.Detected each : detected) {
      String location = each.location;
      if (location != null && location.startsWith("jrt:")) {
        location = null;
      }
      clients.add(
          new ClientStatus(
              each.client,
              version(location),
              location == null ? null : SafeText.location(location),
              each.leftAlone));
    }
    return clients;
  }

  static @Nullable String version(@Nullable String location) {
    if (location == null) {
      return "Java " + System.getProperty("java.version");
    }
    Matcher named = IN_NAME.matcher(SafeText.location(location));
    return named.find() ? named.group(1) : inManifest(location);
  }

  private static @Nullable String inManifest(String location) {
    if (!location.startsWith("file:") || !location.endsWith(".jar")) {
      return null;
    }
    try (JarFile jar = new JarFile(new File(URI.create(location)), false)) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        return null;
      }
      Attributes attributes = manifest.getMainAttributes();
      String version = attributes.getValue("Implementation-Version");
      return version == null ? attributes.getValue("Bundle-Version") : version;
    } catch (IOException | RuntimeException unreadable) {
      return null;
    }
  }
}
