package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** The same over HTTP/2. */
class OkHttp2Test extends OkHttpTest {

  @Override
  List<Protocol> protocols() {
    return List.of(Protocol.HTTP_2);
  }

  /** The certificate is for both, so OkHttp opens no second connection. */
  @Test
  void on_a_connection_that_two_hosts_share_only_the_target_is_authorized() throws Exception {
    Set<Connection> connections = new HashSet<>();
    OkHttpClient client =
        client()
            .dns(host -> List.of(InetAddress.getLoopbackAddress()))
            .addNetworkInterceptor(
                chain -> {
                  connections.add(chain.connection());
                  return chain.proceed(chain.request());
                })
            .build();
    String shared = "https://foundry.example:" + simulator().foundry().port();
    for (String url : List.of(shared, https(), shared, https())) {
      Response response = call(client, request(url + "/echo").build());
      assertThat(response.code()).isEqualTo(url.equals(shared) ? 403 : 200);
    }
    assertThat(connections).hasSize(1);
    assertThat(simulator().foundry().requests())
        .extracting(request -> request.header("authorization"))
        .containsExactly(null, bearer(), null, bearer());
    assertThat(agent().unproven()).isEmpty();
  }
}
