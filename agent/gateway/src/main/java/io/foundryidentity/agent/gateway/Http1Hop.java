package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.targets.Target;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 to one target, over connections of the gateway's own that are kept open.
 *
 * <p><b>Which connection is used again.</b> Only one whose answer was read to its end, by a length
 * or by chunks, with nothing after it. After any doubt it is closed.
 *
 * <p><b>What is sent twice.</b> A target may close an idle connection at the moment when a request
 * is sent on it. If not one byte of an answer has come, the request goes out once more on a new
 * connection: if its method is idempotent (RFC 9110, section 9.2.2), or if not even the write
 * succeeded. A POST that was written is not repeated, as the target may have worked on it. This is
 * rare, because {@link Http1Connection#isUsable} looks first.
 */
final class Http1Hop implements Closeable {

  /** A body up to this length goes out in one write with its head. */
  private static final int SMALL = 64 * 1024;

  private static final List<String> IDEMPOTENT = List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");
  private static final List<String> NO_ALPN = List.of();
  private static final List<String> ALPN = List.of("http/1.1");

  private final Target target;
  private final TargetTls tls;
  private final Executor threads;
  private final IdleConnections idle = new IdleConnections();

  Http1Hop(Target target, TargetTls tls, Executor threads) {
    this.target = target;
    this.tls = tls;
    this.threads = threads;
  }

  /**
   * Sends a request, and waits for the answer's head.
   *
   * @param whenEnded runs when the answer is closed; not if this throws
   */
  TargetAnswer send(
      UpstreamRequest request,
      String authorization,
      ForwardedBody body,
      UpstreamCall call,
      Runnable whenEnded)
      throws IOException {
    Http1Connection reused = idle.take();
    if (reused != null) {
      Attempt attempt = new Attempt(reused, request, body, call, whenEnded);
      try {
        return attempt.answer(authorization);
      } catch (IOException failure) {
        if (!attempt.mayRepeat()) {
          throw failure;
        }
      }
    }
    return new Attempt(open(call), request, body, call, whenEnded).answer(authorization);
  }

  private Http1Connection open(UpstreamCall call) throws IOException {
    TargetSocket socket = new TargetSocket(target, tls);
    call.begin(socket::abort);
    try {
      socket.connect(target.scheme().equals("https") ? ALPN : NO_ALPN);
      // An answer may need minutes, after which a firewall on the way has forgotten the connection
      socket.keepAlive();
      return new Http1Connection(socket);
    } catch (IOException | RuntimeException failure) {
      call.end();
      socket.abort();
      throw failure;
    }
  }

  boolean closeOld() {
    return idle.closeOld();
  }

  @Override
  public void close() {
    idle.close();
  }

  /** A request on one connection. */
  private final class Attempt {

    private final Http1Connection connection;
    private final UpstreamRequest request;
    private final ForwardedBody body;
    private final UpstreamCall call;
    private final Runnable whenEnded;
    private boolean written;

    Attempt(
        Http1Connection connection,
        UpstreamRequest request,
        ForwardedBody body,
        UpstreamCall call,
        Runnable whenEnded) {
      this.connection = connection;
      this.request = request;
      this.body = body;
      this.call = call;
      this.whenEnded = whenEnded;
    }

    TargetAnswer answer(String authorization) throws IOException {
      try {
        call.begin(connection.socket::abort);
        connection.in().beginAnswer();
        BodyUpload upload = write(authorization);
        AnswerHead head = AnswerHead.read(connection.in());
        AnswerFraming framing =
            AnswerFraming.of(request.method(), head.status(), head.headers(), false);
        return new Http1Answer(
            head,
            framing,
            connection.in(),
            reusable -> {
              end(reusable && (upload == null || upload.isComplete()));
              whenEnded.run();
            });
      } catch (IOException | RuntimeException failure) {
        end(false);
        throw failure;
      }
    }

    /** Returns what goes on with the body; null if all of it was sent. */
    private @Nullable BodyUpload write(String authorization) throws IOException {
      byte[] kept = body.kept();
      if (kept != null && kept.length <= SMALL) {
        connection.out().write(request.bytes(authorization, kept));
        written = true;
        return null;
      }
      connection.out().write(request.bytes(authorization, body.length()));
      written = true;
      BodyUpload upload = new BodyUpload(body, connection);
      threads.execute(upload);
      return upload;
    }

    /** Whether the target has closed the idle connection before it worked on the request. */
    boolean mayRepeat() {
      return body.isKept()
          && !connection.in().hasBegun()
          && !call.isCancelled()
          && (!written || IDEMPOTENT.contains(request.method()));
    }

    private void end(boolean reusable) {
      if (call.end() && reusable) {
        idle.add(connection);
      } else {
        connection.socket.abort();
      }
    }
  }
}
