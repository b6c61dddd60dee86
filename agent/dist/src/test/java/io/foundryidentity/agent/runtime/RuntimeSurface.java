package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.dist.JsonFacts;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** The clients, the beans in JMX and the form of a log line, a line for each fact. */
public final class RuntimeSurface {

  private RuntimeSurface() {}

  /** The names that the key {@code clients} accepts. */
  public static String[] clients() {
    return ClientNames.ALL.clone();
  }

  public static List<String> lines() throws Exception {
    List<String> lines = new ArrayList<>();
    LogLine line = LogLine.now("INFO", "text");
    lines.add("log text " + line.forStandardError().replaceFirst("INFO: .*\\R", "LEVEL: ..."));
    JsonFacts.of(line.json()).forEach(fact -> lines.add("log json " + fact));
    addBeans(lines);
    return lines;
  }

  /** Of a running agent with one target and one token. */
  private static void addBeans(List<String> lines) throws Exception {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    Configuration configuration =
        Configuration.read(
            "credential=managed-identity,hosts=https://a.openai.azure.com", ClientNames.ALL);
    RunningAgent agent = new RunningAgent(configuration);
    ConfiguredTargets targets =
        ConfiguredTargets.of(
            configuration,
            (identity, scope) -> () -> new BearerToken("secret", Long.MAX_VALUE, 0),
            new AtOnce(),
            agent.recentEvents());
    agent.started(targets, new DetectedClients());
    targets.prefetch();
    Management management = new Management(server, agent);
    management.begin("1.2.3");
    management.update();
    for (ObjectName bean : server.queryNames(new ObjectName("io.foundryidentity:*"), null)) {
      String head = "jmx " + bean.toString().replaceAll("\"[^\"]*\"", "\"...\"") + " ";
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
        lines.add(
            head
                + attribute.getName()
                + " "
                + attribute.getType()
                + (attribute.isWritable() ? " can be set" : ""));
      }
    }
  }

  private static final class AtOnce implements Scheduler {

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      return new CompletableFuture<Void>();
    }
  }
}
