package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Gets a URL some times over, then whenever a line comes, and prints each status. */
public final class RepeatedGet {

  private RepeatedGet() {}

  /**
   * Runs until its input ends.
   *
   * @param arguments the URL, and how often at first
   */
  public static void main(String[] arguments) throws IOException {
    for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
      get(arguments[0]);
    }
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c == '\n') {
        get(arguments[0]);
      }
    }
  }

  private static void get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    int status = connection.getResponseCode();
    try (InputStream body =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      int length = body == null ? 0 : body.readAllBytes().length;
      System.out.println(status + " with a body: " + (length > 0));
    }
  }
}
