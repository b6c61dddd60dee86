package io.foundryidentity.runner.monitoring;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Sends five requests a second to one URL until it is stopped; for scripts/monitoring. */
public final class MonitoredProgram {

  private static final long PAUSE_MILLIS = 200;

  private MonitoredProgram() {}

  public static void main(String[] urls) throws Exception {
    URI url = URI.create(urls[0]);
    while (true) {
      try {
        ask((HttpURLConnection) url.toURL().openConnection());
      } catch (IOException failed) {
        System.err.println(failed);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static void ask(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      System.err.println("status " + status);
    }
    connection.disconnect();
  }
}
