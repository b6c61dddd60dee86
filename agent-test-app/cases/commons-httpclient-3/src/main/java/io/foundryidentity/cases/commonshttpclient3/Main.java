package io.foundryidentity.cases.commonshttpclient3;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.methods.PostMethod;
import org.apache.commons.httpclient.methods.StringRequestEntity;

/** Commons HttpClient 3 as applications of its time use it, without a JSON library. */
public final class Main {

  private static final Pattern CONTENT = Pattern.compile("\"content\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern NUMBER = Pattern.compile("-?\\d\\.\\d+");

  private final HttpClient client = new HttpClient();
  private final Foundry foundry;

  private Main(Foundry foundry) {
    this.foundry = foundry;
  }

  public static void main(String[] arguments) {
    // Its log would go to stderr for each challenge that it cannot answer
    System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
    Main program = new Main(Foundry.from(System.getenv()));
    new Calls(System.out)
        .call("chat", program::chat)
        .call("chat streaming", program::chatStreaming)
        .call("embeddings", program::embeddings);
  }

  private String chat() throws IOException {
    return all(CONTENT, post("chat/completions", question(false)));
  }

  private String chatStreaming() throws IOException {
    return all(CONTENT, post("chat/completions", question(true)));
  }

  private String embeddings() throws IOException {
    String body = "{\"model\":\"text-embedding-3-small\",\"input\":\"Who am I?\"}";
    Matcher numbers = NUMBER.matcher(post("embeddings", body));
    int count = 0;
    while (numbers.find()) {
      count++;
    }
    return count + " numbers, model text-embedding-3-small";
  }

  private String post(String path, String body) throws IOException {
    PostMethod post = new PostMethod(foundry.url() + "/openai/v1/" + path);
    post.setRequestHeader("api-key", foundry.key());
    post.setRequestEntity(new StringRequestEntity(body, "application/json", "UTF-8"));
    try {
      int status = client.executeMethod(post);
      StringBuilder answer = new StringBuilder();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(post.getResponseBodyAsStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          answer.append(line).append('\n');
        }
      }
      if (status != 200) {
        throw new IOException(status + ": " + answer);
      }
      return answer.toString();
    } finally {
      post.releaseConnection();
    }
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
