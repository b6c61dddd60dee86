package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** OkHttp in one HTTP version, with {@code execute} or with {@code enqueue}. */
final class TestedOkHttp implements TestedClient {

  private static final Method CALL_TIMEOUT = callTimeout();

  private final OkHttpClient client;
  private final Protocol protocol;
  private final boolean async;

  TestedOkHttp(Protocol protocol, boolean async) {
    this(protocol, async, patient());
  }

  /** A busy machine can take longer than OkHttp's ten seconds for the first call of a JVM. */
  private static OkHttpClient.Builder patient() {
    return new OkHttpClient.Builder()
        .connectTimeout(60, TimeUnit.SECONDS)
        .writeTimeout(60, TimeUnit.SECONDS)
        .readTimeout(60, TimeUnit.SECONDS);
  }

  /** With each timer at one second; OkHttp has none for a whole call by itself. */
  static TestedOkHttp impatient(Protocol protocol, boolean async) {
    return new TestedOkHttp(
        protocol,
        async,
        new OkHttpClient.Builder()
            .connectTimeout(1, TimeUnit.SECONDS)
            .writeTimeout(1, TimeUnit.SECONDS)
            .readTimeout(1, TimeUnit.SECONDS));
  }

  /** A client for which each certificate is for each host. */
  static TestedOkHttp withoutNameCheck(Protocol protocol, boolean async) {
    return new TestedOkHttp(protocol, async, patient().hostnameVerifier((host, session) -> true));
  }

  private TestedOkHttp(Protocol protocol, boolean async, OkHttpClient.Builder builder) {
    this.protocol = protocol;
    this.async = async;
    List<Protocol> protocols =
        protocol == Protocol.HTTP_2
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1);
    client = builder.protocols(protocols).build();
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new OkHttpInstrumentation();
  }

  /** The oldest that is tried writes its own :authority over the application's Host. */
  @Override
  public Set<Ability> abilities() {
    return protocol == Protocol.HTTP_2 && !chainKnowsItsCall()
        ? EnumSet.complementOf(EnumSet.of(Ability.SET_HOST))
        : EnumSet.allOf(Ability.class);
  }

  /** From 3.9 on. */
  private static boolean chainKnowsItsCall() {
    return Arrays.stream(Interceptor.Chain.class.getMethods())
        .anyMatch(method -> method.getName().equals("call"));
  }

  @Override
  public String version() {
    return protocol == Protocol.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
  }

  /** From 3.12 on. */
  @Override
  public boolean hasDeadline() {
    return CALL_TIMEOUT != null;
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
    OkHttpClient.Builder derived =
        client
            .newBuilder()
            .followRedirects(wanted.followRedirects())
            .followSslRedirects(wanted.followRedirects());
    if (wanted.proxy() != null) {
      derived.proxy(new Proxy(Proxy.Type.HTTP, wanted.proxy()));
    }
    if (wanted.deadline() != null) {
      limit(derived, wanted.deadline());
    }
    Request own = request.build();
    Call call = derived.build().newCall(own);
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

  private static void limit(OkHttpClient.Builder builder, Duration deadline) {
    try {
      CALL_TIMEOUT.invoke(builder, deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method callTimeout() {
    try {
      return OkHttpClient.Builder.class.getMethod("callTimeout", long.class, TimeUnit.class);
    } catch (NoSuchMethodException olderThan312) {
      return null;
    }
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
