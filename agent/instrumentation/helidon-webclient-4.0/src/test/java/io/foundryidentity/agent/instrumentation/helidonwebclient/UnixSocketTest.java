package io.foundryidentity.agent.instrumentation.helidonwebclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.UnixServer;
import io.helidon.webclient.api.ClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import java.net.SocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a unix socket is never a target; 4.3 and later. */
class UnixSocketTest extends SignedFoundry {

  @Test
  void a_unix_socket_under_the_name_of_a_target_gets_no_token(@TempDir Path folder)
      throws Exception {
    try (UnixServer server = new UnixServer(folder)) {
      Http1ClientRequest request = Http1Client.builder().shareConnectionCache(false).build().get();
      // By reflection, as the version for compilation has no such method
      ClientRequest.class
          .getMethod("address", SocketAddress.class)
          .invoke(request, server.address());
      request.uri(network().plainTarget("/echo"));
      try (HttpClientResponse response = request.request()) {
        assertThat(response.status().code()).isEqualTo(204);
      }
      assertThat(server.head()).startsWith("GET /echo").doesNotContainIgnoringCase("authorization");
    }
    assertThat(network().authorizer().unproven()).hasSize(1);
  }
}
