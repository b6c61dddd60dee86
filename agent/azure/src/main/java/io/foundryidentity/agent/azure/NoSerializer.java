package io.foundryidentity.agent.azure;

import com.azure.core.util.serializer.JsonSerializer;
import com.azure.core.util.serializer.JsonSerializerProvider;
import com.azure.core.util.serializer.TypeReference;
import java.io.InputStream;
import java.io.OutputStream;
import reactor.core.publisher.Mono;

/**
 * Replaces the serializer for which azure-core would load the whole of Jackson.
 *
 * <p>azure-core creates a serializer as soon as a request has a body, even if the body is not an
 * object. Identity requests send forms, and their answers are read with azure-json, so this one is
 * never used. Public, and listed in {@code META-INF/services}, because azure-core looks there.
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
