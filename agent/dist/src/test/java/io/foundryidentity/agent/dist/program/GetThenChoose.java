package io.foundryidentity.agent.dist.program;

import java.util.logging.LogManager;

/**
 * Asks the URL once, and only then chooses its log manager and the builder of its MBean server.
 *
 * <p>It asks in its {@code premain}: ten seconds after {@code main} has begun the agent creates the
 * server itself, and on a busy machine a first request takes longer.
 */
public final class GetThenChoose {

  private static final long LONGEST_WAIT_NANOS = 120_000_000_000L;

  private GetThenChoose() {}

  /** The application's own, as servers have one. */
  public static final class OwnLogManager extends LogManager {}

  public static void premain(String url) throws Exception {
    System.out.println("status " + Get.status(url));
  }

  public static void main(String[] none) {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.setProperty("javax.management.builder.initial", OwnBuilder.class.getName());
    System.out.println("own manager " + (LogManager.getLogManager() instanceof OwnLogManager));
    long begin = System.nanoTime();
    while (!OwnBuilder.asked && System.nanoTime() - begin < LONGEST_WAIT_NANOS) {
      Thread.onSpinWait();
    }
    System.out.println("own builder " + OwnBuilder.asked);
  }
}
