package io.foundryidentity.agent.instrumentation.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;

/** Bodies of 3.14 and later that say how they may be sent. */
class OneShotBodyTest extends SignedFoundry {

  private final OkHttpClient client =
      new OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build();

  @Test
  void a_one_shot_body_is_sent_once_and_the_next_request_heals() throws Exception {
    String refused = bearer();
    simulator().foundry().refuseNext(1);
    assertThat(OkHttpTest.call(client, post(new Body(true, false))).code()).isEqualTo(401);
    assertThat(simulator().foundry().requests()).hasSize(1);
    assertThat(OkHttpTest.call(client, post(new Body(true, false))).code()).isEqualTo(200);
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer()).isNotEqualTo(refused);
  }

  @Test
  void a_duplex_request_is_signed() throws Exception {
    OkHttpClient http2 =
        client.newBuilder().protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)).build();
    assertThat(OkHttpTest.call(http2, post(new Body(true, true))).code()).isEqualTo(200);
    assertThat(lastRequest().version()).isEqualTo("HTTP/2");
    assertThat(lastRequest().bodyText()).isEqualTo("hello");
    assertThat(lastRequest().header("authorization")).isEqualTo(bearer());
  }

  private static Request post(RequestBody body) {
    return OkHttpTest.request(https() + "/echo").post(body).build();
  }

  private static final class Body extends RequestBody {
    private final boolean oneShot;
    private final boolean duplex;

    Body(boolean oneShot, boolean duplex) {
      this.oneShot = oneShot;
      this.duplex = duplex;
    }

    @Override
    public MediaType contentType() {
      return MediaType.parse("text/plain");
    }

    @Override
    public boolean isOneShot() {
      return oneShot;
    }

    @Override
    public boolean isDuplex() {
      return duplex;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeUtf8("hello");
      if (duplex) {
        sink.close();
      }
    }
  }
}
