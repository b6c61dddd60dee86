package io.foundryidentity.servers.application;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * Asks for the models of {@code FOUNDRY_URL}, once over each client, with a key that opens nothing.
 */
public final class Questions {

  private static final String KEY = "Bearer a-placeholder-that-opens-nothing";

  private Questions() {}

  /** One line for each client: {@code ANSWER}, its name and the status, with spaces between. */
  public static List<String> ask() {
    String url = System.getenv("FOUNDRY_URL") + "/openai/v1/models";
    List<String> answers = new ArrayList<>();
    answers.add(answer("HttpURLConnection", () -> overHttpUrlConnection(url)));
    answers.add(answer("OkHttp", () -> overOkHttp(url)));
    answers.add(answer("ApacheHttpClient", () -> overApache(url)));
    return answers;
  }

  private static String answer(String name, Callable<Integer> question) {
    Object outcome;
    try {
      outcome = question.call();
    } catch (Throwable failure) { // Linkage errors too: they are what a broken agent would cause
      outcome = failure;
    }
    return "ANSWER " + name + " " + outcome;
  }

  private static int overHttpUrlConnection(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setRequestProperty("Authorization", KEY);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      while (body.read() >= 0) {
        // To its end, so that the connection can be used again
      }
    }
    return status;
  }

  private static int overOkHttp(String url) throws IOException {
    OkHttpClient client = new OkHttpClient();
    Request request = new Request.Builder().url(url).header("Authorization", KEY).build();
    try (Response response = client.newCall(request).execute()) {
      return response.code();
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  private static int overApache(String url) throws IOException {
    HttpGet request = new HttpGet(url);
    request.setHeader("Authorization", KEY);
    // System properties, for the trust store that the JVM was given
    try (CloseableHttpClient client = HttpClients.createSystem();
        CloseableHttpResponse response = client.execute(request)) {
      return response.getStatusLine().getStatusCode();
    }
  }
}
