package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.connection.SocketDeadline;
import io.foundryidentity.agent.core.server.ConnectionInput;
import io.foundryidentity.agent.core.server.HeadReader;
import io.foundryidentity.agent.core.server.Refused;
import io.foundryidentity.agent.core.server.RequestHead;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** One connection to the health port: one request and its answer. */
final class HealthConnection {

  private static final long LONGEST_HEAD_MILLIS = 5_000;
  private static final long LONGEST_MILLIS = 15_000;
  private static final long LONGEST_FAREWELL_MILLIS = 1_000;

  /**
   * A probe's head has some hundred bytes; a browser may send cookies that other ports have set.
   */
  private static final int LONGEST_HEAD = 16 * 1024;

  private static final int LARGEST_FAREWELL = 16 * 1024;

  private final Socket socket;
  private final int port;
  private final Pages pages;

  HealthConnection(Socket socket, int port, Pages pages) {
    this.socket = socket;
    this.port = port;
    this.pages = pages;
  }

  void answer() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    try (SocketDeadline limit = new SocketDeadline(socket, deadline)) {
      try {
        answer(new ConnectionInput(socket));
      } catch (IOException thrown) {
        throw limit.cause(thrown);
      }
    }
  }

  private void answer(ConnectionInput in) throws IOException {
    in.limitTo(LONGEST_HEAD_MILLIS);
    Answer answer;
    boolean withBody = true;
    try {
      RequestHead head = HeadReader.read(in, LONGEST_HEAD);
      if (head == null) {
        return;
      }
      withBody = !head.method.equals("HEAD");
      answer = answer(head);
    } catch (Refused malformed) {
      answer = Answer.badRequest("the request is malformed: " + malformed.reason());
    }
    answer.write(socket.getOutputStream(), withBody);
    in.drain(LONGEST_FAREWELL_MILLIS, LARGEST_FAREWELL);
  }

  private Answer answer(RequestHead head) throws Refused {
    if (!new HostRule(socket.getLocalAddress(), port).accepts(head)) {
      return Answer.misdirected();
    }
    if (!head.method.equals("GET") && !head.method.equals("HEAD")) {
      return Answer.notAllowed();
    }
    return pages.answer(head.target);
  }
}
