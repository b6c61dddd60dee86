package io.foundryidentity.agent.dist.program;

/** Asks the URL once, touches no management, and says whether the agent's came by the builder. */
public final class GetWithOwnBuilder {

  private static final long LONGEST_WAIT_NANOS = 120_000_000_000L;

  private GetWithOwnBuilder() {}

  public static void main(String[] urls) throws Exception {
    System.out.println("status " + Get.status(urls[0]));
    long begin = System.nanoTime();
    while (!OwnBuilder.asked && System.nanoTime() - begin < LONGEST_WAIT_NANOS) {
      Thread.onSpinWait();
    }
    System.out.println("own builder " + OwnBuilder.asked);
  }
}
