package io.foundryidentity.cases.calls;

/** The calls of a program over a raw client, which brings nothing but the way to send them. */
public final class RawCalls {

  /** Sends one POST and waits for all of its answer. */
  public interface Way {

    /** Posts JSON to that address, with whatever key the program has. */
    Reply post(String url, String json) throws Exception;
  }

  private final String api;
  private final Calls calls;

  public RawCalls(Foundry foundry, Calls calls) {
    this.api = foundry.url() + "/openai/v1/";
    this.calls = calls;
  }

  /**
   * Makes the three calls and prints them.
   *
   * @param suffix what their names end with, to tell several clients of one program apart
   * @param whole takes an answer at once
   * @param streaming takes an answer piece by piece as it comes
   */
  public RawCalls make(String suffix, Way whole, Way streaming) {
    calls
        .call("chat" + suffix, () -> whole.post(api + "chat/completions", chat(false)).chat())
        .call(
            "chat streaming" + suffix,
            () -> streaming.post(api + "chat/completions", chat(true)).chat())
        .call("embeddings" + suffix, () -> whole.post(api + "embeddings", text()).embeddings());
    return this;
  }

  private static String chat(boolean stream) {
    return "{\"model\":\"gpt-4.1-mini\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";
  }

  private static String text() {
    return "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}";
  }
}
