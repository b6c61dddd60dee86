package io.foundryidentity.cases.modulepath;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
import io.foundryidentity.cases.calls.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Every class of it lies in a named module, those of both clients too. */
public final class Main {

  private static final String JSON = "application/json";

  private final HttpClient jdk = HttpClient.newHttpClient();
  private final OkHttpClient okHttp = new OkHttpClient();
  private final String bearer;

  private Main(Foundry foundry) {
    bearer = "Bearer " + foundry.key();
  }

  public static void main(String[] arguments) {
    Stream.of(Main.class, HttpClient.class, OkHttpClient.class)
        .filter(type -> !type.getModule().isNamed())
        .findFirst()
        .ifPresent(
            type -> {
              throw new IllegalStateException(type + " is in no named module");
            });
    Foundry foundry = Foundry.from(System.getenv());
    Main program = new Main(foundry);
    new RawCalls(foundry, new Calls(System.out))
        .make("", program::overJdk, program::overJdkInLines)
        .make(" OkHttp", program::overOkHttp, program::overOkHttp);
    program.okHttp.dispatcher().executorService().shutdown();
  }

  private Reply overJdk(String url, String json) throws IOException, InterruptedException {
    HttpResponse<String> response =
        jdk.send(request(url, json), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body());
  }

  private Reply overJdkInLines(String url, String json) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        jdk.send(request(url, json), HttpResponse.BodyHandlers.ofLines());
    return new Reply(response.statusCode(), response.body().collect(Collectors.joining("\n")));
  }

  private HttpRequest request(String url, String json) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", bearer)
        .header("Content-Type", JSON)
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private Reply overOkHttp(String url, String json) throws IOException {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Authorization", bearer)
            .post(RequestBody.create(json, MediaType.get(JSON)))
            .build();
    try (Response response = okHttp.newCall(request).execute()) {
      return new Reply(response.code(), response.body().string());
    }
  }
}
