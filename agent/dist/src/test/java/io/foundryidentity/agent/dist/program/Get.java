package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Asks each URL once over HttpURLConnection, with a placeholder key, and prints the statuses. */
public final class Get {

  private Get() {}

  public static void main(String[] urls) throws IOException {
    for (String url : urls) {
      System.out.println(status(url));
    }
  }

  static int status(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setRequestProperty("api-key", "placeholder");
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (body != null && status >= 400) {
        System.out.println(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return status;
  }
}
