package io.foundryidentity.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Embeddings: one small vector for each input, as numbers, or in base64 as openai-java wants it.
 */
final class EmbeddingsEndpoint {
  private static final float[] VECTOR = {0.25f, -0.5f, 0.75f, 1.0f};

  private EmbeddingsEndpoint() {}

  static void answer(Exchange exchange, JsonObject body, String deployment) {
    boolean base64 = "base64".equals(body.getString("encoding_format"));
    JsonArray data = new JsonArray();
    int count = inputs(body.getValue("input"));
    for (int i = 0; i < count; i++) {
      JsonObject one = new JsonObject().put("object", "embedding").put("index", i);
      data.add(base64 ? one.put("embedding", base64()) : one.put("embedding", numbers()));
    }
    JsonObject answer =
        new JsonObject()
            .put("object", "list")
            .put("data", data)
            .put("model", body.getString("model", deployment))
            .put(
                "usage",
                new JsonObject()
                    .put("prompt_tokens", Answer.INPUT_TOKENS)
                    .put("total_tokens", Answer.INPUT_TOKENS));
    exchange.json(200, answer);
  }

  /** A list of token numbers is one input; in any other list each element is one. */
  private static int inputs(Object input) {
    if (input instanceof JsonArray list && !list.isEmpty()) {
      return list.getValue(0) instanceof Number ? 1 : list.size();
    }
    return 1;
  }

  private static JsonArray numbers() {
    JsonArray numbers = new JsonArray();
    for (float value : VECTOR) {
      numbers.add(value);
    }
    return numbers;
  }

  private static String base64() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * VECTOR.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : VECTOR) {
      bytes.putFloat(value);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
