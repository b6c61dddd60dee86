package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** An answer that the JDK's client receives. */
final class Http2Answer implements TargetAnswer {

  private final HttpClient.Version version;
  private final int status;
  private final List<String> headers;
  private final AnswerFraming framing;
  private final InputStream body;
  private final Runnable ending;
  private long received;

  /**
   * @param ending runs when it is not needed any more
   */
  Http2Answer(String method, HttpResponse<InputStream> response, Runnable ending)
      throws IOException {
    this.version = response.version();
    this.status = response.statusCode();
    this.headers = new ArrayList<>(32);
    response.headers().map().forEach((name, values) -> values.forEach(value -> add(name, value)));
    this.framing = AnswerFraming.of(method, status, headers, true);
    this.body = response.body();
    this.ending = ending;
  }

  /** Whether the target chose HTTP/2. */
  boolean isHttp2() {
    return version == HttpClient.Version.HTTP_2;
  }

  private void add(String name, String value) {
    headers.add(name);
    headers.add(value);
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public List<String> headers() {
    return headers;
  }

  @Override
  public AnswerFraming framing() {
    return framing;
  }

  /** Counts the bytes, too: the JDK's client does not compare them with the length. */
  @Override
  public int read(byte[] piece, BeforeWait beforeWait) throws IOException {
    if (body.available() == 0) {
      beforeWait.run();
    }
    int count = body.read(piece, 0, piece.length);
    received += Math.max(count, 0);
    if (framing.hasBody()
        && framing.hasLength()
        && (received > framing.length() || (count < 0 && received < framing.length()))) {
      throw new IOException("the length of its answer is not the one that it told");
    }
    return count;
  }

  @Override
  public void close() {
    ending.run();
    close(body);
  }

  static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException closedAnyhow) {
      // It was not going to be read.
    }
  }
}
