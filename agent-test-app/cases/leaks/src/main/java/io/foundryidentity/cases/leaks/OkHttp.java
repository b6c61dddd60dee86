package io.foundryidentity.cases.leaks;

import java.io.IOException;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** OkHttp 4. */
final class OkHttp implements Client {

  private final OkHttpClient client = new OkHttpClient();

  @Override
  public int send(Attempt attempt, Map<String, String> headers) throws IOException {
    Request.Builder request = new Request.Builder().url(attempt.url());
    headers.forEach(request::header);
    if (attempt.host() != null) {
      request.header("Host", attempt.host());
    }
    OkHttpClient through = client.newBuilder().proxy(attempt.proxy()).build();
    try (Response response = through.newCall(request.build()).execute()) {
      ResponseBody body = response.body();
      if (body != null) {
        body.bytes();
      }
      return response.code();
    }
  }
}
