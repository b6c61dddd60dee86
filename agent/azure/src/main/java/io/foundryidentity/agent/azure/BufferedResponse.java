package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import io.foundryidentity.agent.core.connection.HttpAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer that is already in memory, as azure-core's type. */
final class BufferedResponse extends HttpResponse {

  private final int status;
  private final HttpHeaders headers = new HttpHeaders();
  private final byte[] body;

  BufferedResponse(HttpRequest request, HttpAnswer answer) {
    super(request);
    status = answer.status();
    body = answer.body();
    answer
        .headers()
        .forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
  }

  /** An answer that was checked. */
  BufferedResponse(HttpRequest request, IdentityAnswer answer) {
    super(request);
    status = answer.status();
    body = answer.body();
    answer.headers().forEach((name, value) -> headers.set(HttpHeaderName.fromString(name), value));
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public @Nullable String getHeaderValue(HttpHeaderName name) {
    return headers.getValue(name);
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromBytes(body);
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(body).asReadOnlyBuffer());
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(body.clone());
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(body, charset));
  }

  @Override
  public HttpResponse buffer() {
    return this;
  }
}
