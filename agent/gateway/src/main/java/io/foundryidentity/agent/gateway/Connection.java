package io.foundryidentity.agent.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its requests, one after the other.
 *
 * <p>From the end of a request's body a second thread waits for the next byte. Until the answer is
 * written there is none from a client that speaks HTTP in turns; what comes instead is the end of
 * the stream when the client leaves, and with it the call upstream is given up, however long the
 * model would still have thought.
 */
final class Connection implements Runnable, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** For a head, and so for how long a process without the secret holds a connection. */
  private static final long LONGEST_HEAD_MILLIS = 30_000;

  private static final long LONGEST_IDLE_MILLIS = 600_000;
  private static final long LONGEST_FAREWELL_MILLIS = 1_000;
  private static final int LARGEST_FAREWELL = 64 * 1024;

  /** What was logged before; the reasons are few. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private final Socket socket;
  private final Admission admission;
  private final Forwarding forwarding;
  private final Executor threads;

  Connection(Socket socket, Admission admission, Forwarding forwarding, Executor threads) {
    this.socket = socket;
    this.admission = admission;
    this.forwarding = forwarding;
    this.threads = threads;
  }

  @Override
  public void run() {
    try (Socket open = socket) {
      // A stream's pieces are small, and each is wanted at once.
      open.setTcpNoDelay(true);
      ConnectionInput in = new ConnectionInput(open);
      OutputStream out = open.getOutputStream();
      do {
        in.limitTo(LONGEST_HEAD_MILLIS);
      } while (serve(in, out));
    } catch (IOException left) {
      LOG.trace("a connection to the gateway ended", left);
    } catch (RuntimeException unexpected) {
      // Its message may quote what the client sent.
      LOG.warn("gateway: a request failed: {}", unexpected.getClass().getName());
    }
  }

  /** One request; whether another may follow. */
  private boolean serve(ConnectionInput in, OutputStream out) throws IOException {
    RequestHead head;
    Route route;
    RequestBody body;
    try {
      head = HeadReader.read(in);
      if (head == null) {
        return false;
      }
      route = admission.admit(head);
      body = RequestBody.of(head, in);
    } catch (Refused refusal) {
      note(refusal);
      Reply.refuse(out);
      sayFarewell(in);
      return false;
    }
    in.unlimited();
    return answer(route, head, body, in, out);
  }

  private boolean answer(
      Route route, RequestHead head, RequestBody body, ConnectionInput in, OutputStream out)
      throws IOException {
    UpstreamCall call = new UpstreamCall();
    CompletableFuture<Boolean> more = new CompletableFuture<>();
    Reply reply = new Reply(out, !head.method.equals("HEAD"));
    boolean done = false;
    if (new HopByHop(head.all("Connection")).saysClose()) {
      reply.close();
    }
    if (RequestBody.isAwaited(head) && !body.hasEnded()) {
      Reply.invite(out);
    }
    body.whenEnded(() -> watch(in, call, more));
    try {
      if (asksForWebSocket(head)) {
        reply.error(
            501, "Not Implemented", "NoWebSocket", "foundry-identity: no WebSockets through here");
      } else {
        forwarding.forward(route, head, body, call, reply);
      }
      done = true;
    } finally {
      if (!done) {
        call.cancel();
      }
    }
    if (!body.hasEnded()) {
      // Answered early. The client still sends; closed at once, it might never read the answer.
      socket.shutdownOutput();
      body.awaitEnd(LONGEST_FAREWELL_MILLIS);
      return false;
    }
    return !reply.closes() && isTrueSoon(more);
  }

  private void watch(ConnectionInput in, UpstreamCall call, CompletableFuture<Boolean> more) {
    try {
      threads.execute(
          () -> {
            boolean isThere = false;
            try {
              isThere = in.await();
            } catch (IOException left) {
              LOG.trace("a client of the gateway left", left);
            }
            if (!isThere) {
              call.cancel();
            }
            more.complete(isThere);
          });
    } catch (RuntimeException | Error noThread) {
      more.complete(false);
    }
  }

  private static boolean isTrueSoon(CompletableFuture<Boolean> more) {
    try {
      return more.get(LONGEST_IDLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException idle) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean asksForWebSocket(RequestHead head) {
    for (String protocol : head.all("Upgrade")) {
      if (protocol.equalsIgnoreCase("websocket")) {
        return true;
      }
    }
    return false;
  }

  /** Takes in a little of what was still being sent: a reset might overtake the answer. */
  private void sayFarewell(ConnectionInput in) throws IOException {
    socket.shutdownOutput();
    in.limitTo(LONGEST_FAREWELL_MILLIS);
    byte[] rest = new byte[LARGEST_FAREWELL];
    int taken = 0;
    for (int count = 0; count >= 0 && taken < LARGEST_FAREWELL; taken += count) {
      count = in.read(rest, 0, rest.length);
    }
  }

  /** One line for each reason: whoever cannot get in may try for hours. */
  private static void note(Refused refusal) {
    if (TOLD.add(refusal.reason())) {
      LOG.info("gateway refused a request: {}; further ones are not logged", refusal.reason());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
