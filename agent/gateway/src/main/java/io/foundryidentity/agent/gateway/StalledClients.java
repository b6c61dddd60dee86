package io.foundryidentity.agent.gateway;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connections of clients that do not read their answers: one that has taken no part of
 * 16 KiB within the limit. Its place, its thread and the request to the target are free then.
 *
 * <p>A client that reads slowly is not closed, as each write that ends begins the time again. Java
 * has no time limit for a write, so one thread of the gateway looks at all connections.
 *
 * <p>The same holds for a target that takes nothing of a long body and does not answer: while the
 * body waits, nobody reads from the client, so nobody would notice that it has left.
 */
final class StalledClients implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(StalledClients.class);

  private static final int LOOKS = 20;

  private final GatewayParts parts;
  private final long limitMillis;
  private final CountDownLatch end = new CountDownLatch(1);
  private boolean told;

  StalledClients(GatewayParts parts, long limitMillis) {
    this.parts = parts;
    this.limitMillis = limitMillis;
  }

  @Override
  public void run() {
    try {
      while (!end.await(Math.max(limitMillis / LOOKS, 1), TimeUnit.MILLISECONDS)) {
        look(System.nanoTime());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(long now) {
    long limit = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    for (Connection connection : parts.connections) {
      if (connection.isClosed()) {
        continue; // Its thread ends, and takes it off the list, a moment later
      }
      if (connection.writeWaits(now) > limit) {
        // Before the close, so that whoever sees that it has ended finds it counted
        parts.counts.stalled();
        connection.abort();
        tell();
      } else if (connection.bodyWaits(now) > limit) {
        connection.abort();
        LOG.debug(
            "gateway closed a connection: the target took nothing of a body for {} s",
            limitMillis / 1000);
      }
    }
  }

  private void tell() {
    String line = "gateway closed a connection: its client did not read for {} s";
    if (told) {
      LOG.debug(line, limitMillis / 1000);
    } else {
      told = true;
      LOG.warn(line + "; further ones are logged at debug", limitMillis / 1000);
    }
  }

  void stop() {
    end.countDown();
  }
}
