package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import io.ktor.client.HttpClient;
import io.ktor.client.HttpClientConfig;
import io.ktor.client.HttpClientKt;
import io.ktor.client.engine.cio.CIO;
import io.ktor.client.engine.cio.CIOEngineConfig;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.request.HttpRequestKt;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpStatement;
import io.ktor.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.BuildersKt;

/** Ktor's suspending calls as Java makes them. */
final class Requests {

  private Requests() {}

  /** The trust of the test network. */
  static TrustManager trust(TestNetwork network) {
    CertificateAuthority certificates = network.simulator().certificates();
    try {
      KeyStore store =
          KeyStore.getInstance(
              certificates.trustStore().toFile(), certificates.trustStorePassword().toCharArray());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts every certificate authority of the test network, names no proxy, follows nothing. */
  static HttpClient client(
      TrustManager trust, Consumer<CIOEngineConfig> engine, Consumer<HttpClientConfig<?>> more) {
    return HttpClientKt.HttpClient(
        CIO.INSTANCE,
        config -> {
          config.setExpectSuccess(false);
          config.setFollowRedirects(false);
          config.engine(
              cio -> {
                cio.getHttps().setTrustManager(trust);
                engine.accept(cio);
                return Unit.INSTANCE;
              });
          more.accept(config);
          return Unit.INSTANCE;
        });
  }

  static HttpRequestBuilder request(String method, URI uri) {
    HttpRequestBuilder request = new HttpRequestBuilder();
    request.setMethod(HttpMethod.Companion.parse(method));
    HttpRequestKt.url(request, uri.toString());
    return request;
  }

  /** The response, as soon as its head is available. */
  static HttpResponse send(HttpClient client, HttpRequestBuilder request)
      throws InterruptedException {
    return send(client, request, EmptyCoroutineContext.INSTANCE);
  }

  /**
   * @param context with the job that can cancel the call
   */
  static HttpResponse send(HttpClient client, HttpRequestBuilder request, CoroutineContext context)
      throws InterruptedException {
    return block(
        context,
        continuation -> KtorVersion.fetch(new HttpStatement(request, client), continuation));
  }

  /** The outcome of a suspending call. */
  static <T> T block(Suspending<T> call) throws InterruptedException {
    return block(EmptyCoroutineContext.INSTANCE, call);
  }

  @SuppressWarnings("unchecked")
  private static <T> T block(CoroutineContext context, Suspending<T> call)
      throws InterruptedException {
    return BuildersKt.runBlocking(
        context, (scope, continuation) -> call.call((Continuation<T>) continuation));
  }

  /** Makes another suspending call once the first one has ended, whatever its outcome. */
  static <T> Continuation<T> then(Continuation<? super T> caller, Supplier<Object> next) {
    return new Continuation<>() {
      @Override
      public CoroutineContext getContext() {
        return caller.getContext();
      }

      @Override
      public void resumeWith(Object first) {
        Object outcome = next.get();
        if (outcome != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
          caller.resumeWith(outcome);
        }
      }
    };
  }

  /** A suspending call, which gets its continuation last. */
  interface Suspending<T> {
    Object call(Continuation<T> continuation);
  }
}
