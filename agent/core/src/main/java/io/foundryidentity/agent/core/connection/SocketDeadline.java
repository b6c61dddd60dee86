package io.foundryidentity.agent.core.connection;

import io.foundryidentity.agent.core.platform.AgentThread;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket at a deadline, so that reads and writes end then, whatever the other end does.
 *
 * <p>{@link Socket#setSoTimeout} is not enough: it limits the wait for the next bytes, and TLS
 * needs a whole record or handshake message before its reads return. A peer that sends a byte now
 * and then can keep such a read for hours. The socket that is closed is the one below TLS, as
 * closing TLS may itself wait for the peer.
 */
public final class SocketDeadline implements AutoCloseable {

  /** One daemon thread for all sockets, which ends when idle. */
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Socket socket;
  private final Future<?> planned;
  private volatile boolean over;

  /**
   * @param socket a plain socket, which must not have a linger time
   * @param deadlineNanos a value of {@link System#nanoTime}
   */
  public SocketDeadline(Socket socket, long deadlineNanos) {
    this.socket = socket;
    planned =
        TIMER.schedule(
            this::end, Math.max(deadlineNanos - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
  }

  private void end() {
    over = true;
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing waits on a socket that cannot be closed any more
    }
  }

  /** The exception to throw for one that the socket threw: a timeout if it was closed here. */
  public IOException cause(IOException thrown) {
    if (!over) {
      return thrown;
    }
    SocketTimeoutException timeout =
        new SocketTimeoutException("timed out before the answer was complete");
    timeout.addSuppressed(thrown);
    return timeout;
  }

  /** Ends the watch; the socket stays open, if it is still. */
  @Override
  public void close() {
    planned.cancel(false);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, task -> AgentThread.daemon(task, "foundry-identity-deadline"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }
}
