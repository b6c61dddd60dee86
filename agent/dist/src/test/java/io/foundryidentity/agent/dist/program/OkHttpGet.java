package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** One request over OkHttp; run inside a {@link HidingLoader}. */
public final class OkHttpGet implements Callable<Integer> {

  private final String url;

  public OkHttpGet(String url) {
    this.url = url;
  }

  @Override
  public Integer call() throws IOException {
    Request request = new Request.Builder().url(url).header("api-key", "placeholder").build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      return response.code();
    }
  }
}
