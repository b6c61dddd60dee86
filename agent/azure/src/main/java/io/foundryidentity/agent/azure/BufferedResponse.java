package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** azure-core's view of an answer that is already in memory. */
final class BufferedResponse extends HttpResponse {

  private final HttpAnswer answer;

  BufferedResponse(HttpRequest request, HttpAnswer answer) {
    super(request);
    this.answer = answer;
  }

  @Override
  public int getStatusCode() {
    return answer.status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return answer.headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public @Nullable String getHeaderValue(HttpHeaderName name) {
    return answer.headers.getValue(name);
  }

  @Override
  public HttpHeaders getHeaders() {
    return answer.headers;
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromBytes(answer.body);
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(answer.body).asReadOnlyBuffer());
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(answer.body.clone());
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(answer.body, charset));
  }

  @Override
  public HttpResponse buffer() {
    return this;
  }
}
