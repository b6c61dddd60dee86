package io.foundryidentity.agent.instrumentation.okhttp2;

import com.squareup.okhttp.Call;
import com.squareup.okhttp.Callback;
import com.squareup.okhttp.MediaType;
import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Protocol;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.RequestBody;
import com.squareup.okhttp.Response;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okio.BufferedSink;

/** OkHttp 2 with {@code execute} or with {@code enqueue}. */
final class TestedOkHttp2 implements TestedClient {

  private final OkHttpClient client = new OkHttpClient();
  private final boolean async;

  TestedOkHttp2(SSLContext trust, boolean async) {
    this.async = async;
    client.setProtocols(List.of(Protocol.HTTP_1_1));
    client.setSslSocketFactory(trust.getSocketFactory());
    client.setReadTimeout(60, TimeUnit.SECONDS);
  }

  /** A client for which each certificate is for each host. */
  static TestedOkHttp2 withoutNameCheck(SSLContext trust, boolean async) {
    TestedOkHttp2 tested = new TestedOkHttp2(trust, async);
    tested.client.setHostnameVerifier((host, session) -> true);
    return tested;
  }

  /** With each timer at one second. */
  static TestedOkHttp2 impatient(SSLContext trust, boolean async) {
    TestedOkHttp2 tested = new TestedOkHttp2(trust, async);
    tested.client.setConnectTimeout(1, TimeUnit.SECONDS);
    tested.client.setWriteTimeout(1, TimeUnit.SECONDS);
    tested.client.setReadTimeout(1, TimeUnit.SECONDS);
    return tested;
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new OkHttp2Instrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    return start(wanted).answer();
  }

  @Override
  public TestCall start(TestRequest wanted) {
    Request.Builder request =
        new Request.Builder().url(wanted.uri().toString()).method(wanted.method(), body(wanted));
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    OkHttpClient derived = client.clone();
    derived.setFollowRedirects(wanted.followRedirects());
    derived.setFollowSslRedirects(wanted.followRedirects());
    if (wanted.proxy() != null) {
      derived.setProxy(new Proxy(Proxy.Type.HTTP, wanted.proxy()));
    }
    Request own = request.build();
    Call call = derived.newCall(own);
    return new TestCall() {
      @Override
      public TestResponse answer() throws IOException, InterruptedException {
        Response response = async ? enqueue(call) : call.execute();
        return new TestResponse(
            response.code(), response.body().byteStream(), seen(own) + seen(response));
      }

      @Override
      public void cancel() {
        call.cancel();
      }
    };
  }

  private static Response enqueue(Call call) throws IOException, InterruptedException {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Request failed, IOException failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onResponse(Response response) {
            answer.complete(response);
          }
        });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
  }

  private static RequestBody body(TestRequest request) {
    String text = request.body().text();
    return switch (request.body().kind()) {
      case NONE -> null;
      case REPEATABLE -> RequestBody.create(null, text);
      case ONE_SHOT -> new OneShot(text);
    };
  }

  private static String seen(Response response) {
    String prior = response.priorResponse() == null ? "" : seen(response.priorResponse());
    String network =
        response.networkResponse() == null ? "" : seen(response.networkResponse().request());
    return seen(response.request()) + network + response + prior;
  }

  private static String seen(Request request) {
    return request + " " + request.headers();
  }

  private static final class OneShot extends RequestBody {
    private final String text;

    OneShot(String text) {
      this.text = text;
    }

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
