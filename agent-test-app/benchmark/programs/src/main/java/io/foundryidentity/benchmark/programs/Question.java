package io.foundryidentity.benchmark.programs;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every client sends.
 *
 * @param authorization the header's value for the next request; a null leaves it out
 * @param late the value that a hook of the client's own API sets instead, just before the request
 *     is sent; null without such a hook
 */
record Question(URI url, Supplier<@Nullable String> authorization, @Nullable String late) {

  static final int CONNECTIONS = 8;

  static final String TYPE = "application/json";

  static final String BODY =
      "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"You answer in"
          + " one word.\"},{\"role\":\"user\",\"content\":\"Is the sky above the port the colour of"
          + " television?\"}],\"temperature\":0.2,\"max_tokens\":16}";
}
