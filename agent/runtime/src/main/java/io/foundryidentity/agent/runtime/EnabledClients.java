package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.platform.JavaVersion;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientPlaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The clients that the configuration and the JVM's version allow. */
final class EnabledClients implements Supplier<Collection<ClientInstrumentation>> {

  private final Configuration configuration;

  EnabledClients(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Where they are recognised; no instrumentation loads for this. */
  ClientPlaces places() {
    ClientPlaces places = new ClientPlaces();
    for (ClientPlacesIndex.Line line : ClientPlacesIndex.read()) {
      if (JavaVersion.current() >= line.java && isEnabled(line.client, line.isOnDemand)) {
        places.add(line.client, line.type, line.isEarly);
      }
    }
    return places;
  }

  @Override
  public Collection<ClientInstrumentation> get() {
    List<ClientInstrumentation> enabled = new ArrayList<>();
    for (ClientInstrumentation client : Clients.on(JavaVersion.current())) {
      if (isEnabled(client.client(), client.isOnDemand())) {
        enabled.add(client);
      }
    }
    return enabled;
  }

  private boolean isEnabled(String client, boolean isOnDemand) {
    return isOnDemand ? configuration.clientNamed(client) : configuration.clientEnabled(client);
  }
}
