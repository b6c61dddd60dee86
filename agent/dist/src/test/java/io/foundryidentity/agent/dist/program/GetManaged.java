package io.foundryidentity.agent.dist.program;

import java.lang.management.ManagementFactory;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Asks the URL once, and then works the agent's MXBean. */
public final class GetManaged {

  private static final long LONGEST_WAIT_NANOS = 120_000_000_000L;

  private GetManaged() {}

  public static void main(String[] urls) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName agent = new ObjectName("io.foundryidentity:type=Agent");
    System.out.println("before " + server.isRegistered(agent));
    System.out.println("status " + Get.status(urls[0]));
    long begin = System.nanoTime();
    ObjectName tokens = new ObjectName("io.foundryidentity:type=Token,*");
    while (server.queryNames(tokens, null).isEmpty()
        && System.nanoTime() - begin < LONGEST_WAIT_NANOS) {
      Thread.onSpinWait();
    }
    System.out.println("ready " + server.getAttribute(agent, "Ready"));
    System.out.println("not ready " + server.getAttribute(agent, "NotReady"));
    for (ObjectName target :
        server.queryNames(new ObjectName("io.foundryidentity:type=Target,*"), null)) {
      System.out.println("target authorized " + server.getAttribute(target, "AuthorizedRequests"));
    }
    for (ObjectName token : server.queryNames(tokens, null)) {
      System.out.println("fetches succeeded " + server.getAttribute(token, "FetchesSucceeded"));
      System.out.println("fetches failed " + server.getAttribute(token, "FetchesFailed"));
    }
    System.out.println("requests " + server.getAttribute(agent, "Requests"));
    System.out.println("tokens " + server.getAttribute(agent, "Tokens"));
    System.out.println(server.getAttribute(agent, "Status"));
    server.setAttribute(agent, new Attribute("Enabled", false));
    System.out.println("killed " + Get.status(urls[0]));
    server.setAttribute(agent, new Attribute("Enabled", true));
    System.out.println("back " + Get.status(urls[0]));
  }
}
