package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPlacesIndexTest {

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 16, 17, 25})
  void it_says_what_the_instrumentations_say_on_each_version_of_java(int java) {
    List<String> expected = new ArrayList<>();
    for (ClientInstrumentation client : Clients.on(java)) {
      for (JoinPoint joinPoint : client.joinPoints()) {
        expected.add(line(client.client(), client.isOnDemand(), false, joinPoint.type()));
      }
      for (String type : client.earlyTypes()) {
        expected.add(line(client.client(), client.isOnDemand(), true, type));
      }
    }

    assertThat(
            ClientPlacesIndex.read().stream()
                .filter(line -> line.java <= java)
                .map(line -> line(line.client, line.isOnDemand, line.isEarly, line.type))
                .collect(Collectors.toList()))
        .isEqualTo(expected);
  }

  private static String line(String client, boolean onDemand, boolean early, String type) {
    return client + ' ' + onDemand + ' ' + early + ' ' + type;
  }
}
