package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.status.ClientStatus;
import io.foundryidentity.agent.instrumentation.support.MetClients;
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

/** Finds the version of a client that was met: by its jar's name, or else by the jar's manifest. */
final class ClientVersions {

  /** The last jar of a URL, as jars may lie in jars. */
  private static final Pattern IN_NAME = Pattern.compile("-(\\d[\\w.+-]*?)\\.jar[!/]*$");

  private ClientVersions() {}

  static List<ClientStatus> of(List<MetClients.Met> met) {
    List<ClientStatus> clients = new ArrayList<>();
    for (MetClients.Met each : met) {
      String location = each.location;
      if (location != null && location.startsWith("jrt:")) {
        location = null;
      }
      clients.add(new ClientStatus(each.client, version(location), location, each.leftAlone));
    }
    return clients;
  }

  static @Nullable String version(@Nullable String location) {
    if (location == null) {
      return "Java " + System.getProperty("java.version");
    }
    Matcher named = IN_NAME.matcher(location);
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
