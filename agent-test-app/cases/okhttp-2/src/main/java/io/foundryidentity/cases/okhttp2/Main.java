package io.foundryidentity.cases.okhttp2;

import com.squareup.okhttp.MediaType;
import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.RequestBody;
import com.squareup.okhttp.Response;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OkHttp 2 as applications of its time use it, without a JSON library. */
public final class Main {

  private static final MediaType JSON = MediaType.parse("application/json");
  private static final Pattern CONTENT = Pattern.compile("\"content\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern NUMBER = Pattern.compile("-?\\d\\.\\d+");

  private final OkHttpClient client = new OkHttpClient();
  private final Foundry foundry;

  private Main(Foundry foundry) {
    this.foundry = foundry;
  }

  public static void main(String[] arguments) {
    Main program = new Main(Foundry.from(System.getenv()));
    new Calls(System.out)
        .call("chat", program::chat)
        .call("chat streaming", program::chatStreaming)
        .call("embeddings", program::embeddings);
  }

  private String chat() throws IOException {
    return all(CONTENT, post("chat/completions", question(false)).body().string());
  }

  private String chatStreaming() throws IOException {
    StringBuilder answer = new StringBuilder();
    Response response = post("chat/completions", question(true));
    try (BufferedReader lines = new BufferedReader(response.body().charStream())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answer.append(all(CONTENT, line));
      }
    }
    return answer.toString();
  }

  private String embeddings() throws IOException {
    String body = "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}";
    Matcher numbers = NUMBER.matcher(post("embeddings", body).body().string());
    int count = 0;
    while (numbers.find()) {
      count++;
    }
    return count + " numbers, model text-embedding-3-small";
  }

  private Response post(String path, String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(foundry.url() + "/openai/v1/" + path)
            .header("api-key", foundry.key())
            .post(RequestBody.create(JSON, body))
            .build();
    Response response = client.newCall(request).execute();
    if (!response.isSuccessful()) {
      throw new IOException(response.code() + ": " + response.body().string());
    }
    return response;
  }

  private static String all(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    StringBuilder answer = new StringBuilder();
    while (found.find()) {
      answer.append(found.group(1));
    }
    return answer.toString();
  }

  private static String question(boolean stream) {
    return "{\"model\":\"gpt-4.1-mini\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";
  }
}
