package io.foundryidentity.agent.azure;

import com.azure.core.util.serializer.JsonSerializer;
import com.azure.core.util.serializer.JsonSerializerProvider;
import com.azure.core.util.serializer.TypeReference;
import java.io.InputStream;
import java.io.OutputStream;
import reactor.core.publisher.Mono;

/**
 * Stands where azure-core would load Jackson, all of it, for the sake of one constant.
 *
 * <p>azure-core makes a serializer as soon as a request has a body, whether or not the body is an
 * object. Identity requests send forms and read their answers with azure-json, so nothing is ever
 * asked of it. Public, and named in {@code META-INF/services}, because azure-core looks there.
 */
public final class NoSerializer implements JsonSerializer, JsonSerializerProvider {

  @Override
  public JsonSerializer createInstance() {
    return this;
  }

  @Override
  public <T> T deserialize(InputStream stream, TypeReference<T> type) {
    throw unsupported();
  }

  @Override
  public <T> Mono<T> deserializeAsync(InputStream stream, TypeReference<T> type) {
    return Mono.error(unsupported());
  }

  @Override
  public void serialize(OutputStream stream, Object value) {
    throw unsupported();
  }

  @Override
  public Mono<Void> serializeAsync(OutputStream stream, Object value) {
    return Mono.error(unsupported());
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("identity requests carry no serialized objects");
  }
}
