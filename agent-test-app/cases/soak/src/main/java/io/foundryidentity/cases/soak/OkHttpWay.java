package io.foundryidentity.cases.soak;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** OkHttp, with the key in the header of the Azure clients. */
final class OkHttpWay implements Way {

  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient client;
  private final String key;

  OkHttpWay(String key, int threads) {
    this.key = key;
    client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(threads, 5, TimeUnit.MINUTES))
            .readTimeout(60, TimeUnit.SECONDS)
            .build();
  }

  @Override
  public int post(String url, String json) throws IOException {
    return send(new Request.Builder().url(url).post(RequestBody.create(json, JSON)));
  }

  @Override
  public int get(String url) throws IOException {
    return send(new Request.Builder().url(url));
  }

  private int send(Request.Builder request) throws IOException {
    try (Response response = client.newCall(request.header("api-key", key).build()).execute()) {
      ResponseBody body = response.body();
      if (body != null) {
        body.string();
      }
      return response.code();
    }
  }
}
