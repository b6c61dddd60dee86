package io.foundryidentity.agent.instrumentation.azurecore;

import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer as another policy may have wrapped it; it reports that it was closed. */
final class WatchedResponse extends HttpResponse {

  private final HttpResponse answer;
  private final CompletableFuture<Void> closed;

  WatchedResponse(HttpResponse answer, CompletableFuture<Void> closed) {
    super(answer.getRequest());
    this.answer = answer;
    this.closed = closed;
  }

  @Override
  public void close() {
    closed.complete(null);
    answer.close();
  }

  @Override
  public int getStatusCode() {
    return answer.getStatusCode();
  }

  @Override
  @Deprecated
  public String getHeaderValue(String name) {
    return answer.getHeaderValue(name);
  }

  @Override
  public HttpHeaders getHeaders() {
    return answer.getHeaders();
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return answer.getBody();
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return answer.getBodyAsByteArray();
  }

  @Override
  public Mono<String> getBodyAsString() {
    return answer.getBodyAsString();
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return answer.getBodyAsString(charset);
  }
}
