package io.foundryidentity.benchmark;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpClientProvider;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An HTTP client for azure-core without a network: each request gets an empty answer at once. */
public final class AnsweringHttpClientProvider implements HttpClientProvider {

  @Override
  public HttpClient createInstance() {
    return new HttpClient() {
      @Override
      public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.just(new NoContent(request));
      }

      @Override
      public HttpResponse sendSync(HttpRequest request, Context context) {
        return new NoContent(request);
      }
    };
  }

  private static final class NoContent extends HttpResponse {

    NoContent(HttpRequest request) {
      super(request);
    }

    @Override
    public int getStatusCode() {
      return 204;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // it is azure-core's
    public String getHeaderValue(String name) {
      return "";
    }

    @Override
    public HttpHeaders getHeaders() {
      return new HttpHeaders();
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.empty();
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(new byte[0]);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just("");
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(new byte[0], StandardCharsets.UTF_8));
    }
  }
}
