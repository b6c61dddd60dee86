package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foundryidentity.agent.instrumentation.testing.SocksProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** What an application's listener does between the decision and the codec; 3.11 and later. */
class EventListenerTest extends SignedFoundry {

  private final OkHttpClient plain = new OkHttpClient();

  @Test
  void a_listener_that_sends_a_request_of_its_own_takes_no_token_away() throws Exception {
    OkHttpClient client =
        withListener(
            () -> {
              try {
                OkHttpTest.call(plain, OkHttpTest.request(https() + "/echo?inner").build());
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
            });
    assertThat(OkHttpTest.call(client, OkHttpTest.request(https() + "/echo?outer").build()).code())
        .isEqualTo(200);
    assertThat(simulator().foundry().requests())
        .extracting(request -> request.path() + " " + request.header("authorization"))
        .containsExactly("/echo?inner " + bearer(), "/echo?outer " + bearer());
  }

  @Test
  void a_listener_that_fails_leaves_no_token_for_the_next_connection() throws Exception {
    Request request = OkHttpTest.request(http() + "/echo").build();
    OkHttpClient failing =
        withListener(
            () -> {
              throw new IllegalStateException("a listener that is broken");
            });
    assertThatThrownBy(() -> OkHttpTest.call(failing, request))
        .isInstanceOf(IllegalStateException.class);
    try (SocksProxy socks = new SocksProxy()) {
      Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", socks.port()));
      OkHttpTest.call(plain.newBuilder().proxy(proxy).build(), request);
    }
    assertThat(simulator().foundry().requests()).hasSize(1);
    assertNoToken(simulator().foundry().requests());
  }

  private OkHttpClient withListener(Runnable beforeHeaders) {
    return plain
        .newBuilder()
        .eventListener(
            new EventListener() {
              @Override
              public void requestHeadersStart(Call call) {
                beforeHeaders.run();
              }
            })
        .build();
  }
}
