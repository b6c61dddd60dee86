package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the URL again and again until a line comes in; prints each status that differs from the one
 * before, and at the end how many requests failed.
 */
public final class GetUntilTold {

  private GetUntilTold() {}

  public static void main(String[] urls) throws Exception {
    System.out.println("ready");
    AtomicBoolean told = new AtomicBoolean();
    Thread asking = new Thread(() -> ask(urls[0], told));
    asking.start();
    while (System.in.read() != '\n') {
      // Only a whole line counts
    }
    told.set(true);
    asking.join();
  }

  private static void ask(String url, AtomicBoolean told) {
    int failures = 0;
    int last = 0;
    while (!told.get()) {
      try {
        int status = status(url);
        if (status != last) {
          System.out.println("status " + status);
          last = status;
        }
      } catch (IOException failure) {
        failures++;
      }
    }
    System.out.println("failures " + failures);
  }

  /** Reads the answer to its end, so that connections are used again. */
  private static int status(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setRequestProperty("api-key", "placeholder");
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      body.readAllBytes();
    }
    return status;
  }
}
