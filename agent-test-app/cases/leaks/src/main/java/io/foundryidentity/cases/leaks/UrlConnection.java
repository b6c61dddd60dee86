package io.foundryidentity.cases.leaks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Map;

/** HttpURLConnection; it never follows from https to http. */
final class UrlConnection implements Client {

  @Override
  public int send(Attempt attempt, Map<String, String> headers) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) new URL(attempt.url()).openConnection(attempt.proxy());
    headers.forEach(connection::setRequestProperty);
    if (attempt.host() != null) {
      connection.setRequestProperty("Host", attempt.host());
    }
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
