package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.identity.CredentialUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** An endpoint that may not exist on this machine. */
class AssertionExchangeTest {

  private static AssertionAnswer ask(IOException failure) {
    HttpClient http =
        new HttpClient() {
          @Override
          public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.error(new UncheckedIOException(failure));
          }

          @Override
          public HttpResponse sendSync(HttpRequest request, Context context) {
            throw new UncheckedIOException(failure);
          }
        };
    return new AssertionExchange(http, Duration.ofMillis(1))
        .sendIfThere(new HttpRequest(HttpMethod.GET, "http://169.254.169.254/"), "not here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Network is unreachable",
        "Host is unreachable",
        "Network is unreachable: getsockopt"
      })
  void without_any_network_the_endpoint_is_absent(String message) {
    assertThatThrownBy(() -> ask(new SocketException(message)))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageStartingWith("not here (");
  }

  @Test
  void an_endpoint_that_breaks_off_is_there() {
    assertThatThrownBy(() -> ask(new SocketException("Connection reset")))
        .isInstanceOf(UncheckedIOException.class);
  }
}
