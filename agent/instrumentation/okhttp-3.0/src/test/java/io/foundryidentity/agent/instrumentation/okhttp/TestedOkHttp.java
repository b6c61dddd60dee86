package io.foundryidentity.agent.instrumentation.okhttp;

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
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** OkHttp in one HTTP version, by {@code execute} or by {@code enqueue}. */
final class TestedOkHttp implements TestedClient {

  private final OkHttpClient client;
  private final Protocol protocol;
  private final boolean async;

  TestedOkHttp(Protocol protocol, boolean async) {
    this.protocol = protocol;
    this.async = async;
    List<Protocol> protocols =
        protocol == Protocol.HTTP_2
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1);
    client = new OkHttpClient.Builder().protocols(protocols).build();
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new OkHttpInstrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public String version() {
    return protocol == Protocol.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException, InterruptedException {
    Request.Builder request =
        new Request.Builder().url(wanted.uri().toString()).method(wanted.method(), body(wanted));
    wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
    OkHttpClient.Builder derived =
        client
            .newBuilder()
            .followRedirects(wanted.followRedirects())
            .followSslRedirects(wanted.followRedirects());
    if (wanted.proxy() != null) {
      derived.proxy(new Proxy(Proxy.Type.HTTP, wanted.proxy()));
    }
    Request own = request.build();
    Call call = derived.build().newCall(own);
    Response response = async ? enqueue(call) : call.execute();
    return new TestResponse(
        response.code(), response.body().byteStream(), seen(own) + seen(response));
  }

  private static Response enqueue(Call call) throws IOException, InterruptedException {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onResponse(Call answered, Response response) {
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

  @SuppressWarnings("deprecation") // the newer order of arguments is unknown to OkHttp 3
  private static RequestBody body(TestRequest request) {
    String text = request.body().text();
    return switch (request.body().kind()) {
      case NONE -> null;
      case REPEATABLE -> RequestBody.create((MediaType) null, text);
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
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
