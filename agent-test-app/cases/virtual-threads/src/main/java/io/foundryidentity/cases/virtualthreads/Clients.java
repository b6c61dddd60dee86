package io.foundryidentity.cases.virtualthreads;

import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** The clients that applications block virtual threads with, one of each for all threads. */
final class Clients implements AutoCloseable {

  private final HttpClient jdk = HttpClient.newHttpClient();

  /** It would give up after ten seconds, in which a busy machine does not make every connection. */
  private final OkHttpClient okHttp =
      new OkHttpClient.Builder().readTimeout(Duration.ofMinutes(1)).build();

  private final CloseableHttpClient apache = HttpClients.createDefault();
  private final String bearer;

  Clients(String key) {
    bearer = "Bearer " + key;
  }

  Map<String, RawCalls.Way> ways() {
    Map<String, RawCalls.Way> ways = new LinkedHashMap<>();
    ways.put("JDK HttpClient", this::overJdk);
    ways.put("OkHttp", this::overOkHttp);
    ways.put("Apache HttpClient", this::overApache);
    return ways;
  }

  private Reply overJdk(String url, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", bearer)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> response = jdk.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body());
  }

  private Reply overOkHttp(String url, String json) throws IOException {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Authorization", bearer)
            .post(RequestBody.create(json, MediaType.get("application/json")))
            .build();
    try (Response response = okHttp.newCall(request).execute()) {
      return new Reply(response.code(), response.body().string());
    }
  }

  private Reply overApache(String url, String json) throws IOException {
    HttpPost request = new HttpPost(url);
    request.setHeader("Authorization", bearer);
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    return apache.execute(
        request,
        response -> new Reply(response.getCode(), EntityUtils.toString(response.getEntity())));
  }

  @Override
  public void close() throws IOException {
    apache.close();
  }
}
