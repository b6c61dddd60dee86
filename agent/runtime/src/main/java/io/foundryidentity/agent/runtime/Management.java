package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one MXBean for the agent, one for each target and one for each token registered. */
final class Management {

  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private static final String DOMAIN = "io.foundryidentity";

  private final MBeanServer server;
  private final RunningAgent agent;
  private final Set<ObjectName> registered = new HashSet<>();

  Management(MBeanServer server, RunningAgent agent) {
    this.server = server;
    this.agent = agent;
  }

  /**
   * Whether the platform's MBean server exists already. Does not create it: the one that is there
   * has the platform's own beans. Uses no method that logs, as that would initialize the JDK's
   * logging before the application has chosen its own.
   */
  static boolean isServerThere() {
    try {
      ObjectName runtime = new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME);
      for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
        if (server.isRegistered(runtime)) {
          return true;
        }
      }
      return false;
    } catch (JMException | RuntimeException refused) {
      return false;
    }
  }

  /**
   * Registers the beans, and changes them with each event of the agent. If there is no platform
   * MBean server, this creates it. A system property can name a builder class for it, which is
   * loaded by the context class loader; on an agent thread that is the agent's.
   */
  static void register(RunningAgent agent, Executor agentThreads) {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      Management management = new Management(ManagementFactory.getPlatformMBeanServer(), agent);
      management.begin(AgentVersion.ofThisJvm());
      agent.recentEvents().onEach(() -> agentThreads.execute(management::update));
      management.update();
    } catch (JMException | RuntimeException refused) {
      LOG.warn("the agent is not visible in JMX: {}", SafeText.line(refused));
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  void begin(String version) throws JMException {
    server.registerMBean(
        new DescribedBean<>(new AgentBean(agent, version), AgentMXBean.class),
        new ObjectName(DOMAIN + ":type=Agent"));
  }

  /** Registers the beans of new targets and tokens, and removes those that have gone. */
  synchronized void update() {
    Map<ObjectName, DescribedBean<?>> wanted = new HashMap<>();
    try {
      for (TargetStatus target : agent.targets()) {
        wanted.put(
            name("Target", "target", target.target),
            new DescribedBean<>(new TargetBean(agent, target.target), TargetMXBean.class));
      }
      for (TokenStatus token : agent.tokens()) {
        if (token.fetches.succeeded + token.fetches.failed > 0) {
          wanted.put(
              name("Token", "token", token.cache),
              new DescribedBean<>(
                  new TokenBean(agent, token.cache, Clock.system()), TokenMXBean.class));
        }
      }
      change(wanted);
    } catch (JMException | RuntimeException refused) {
      LOG.warn("JMX does not show all targets and tokens: {}", SafeText.line(refused));
    }
  }

  private void change(Map<ObjectName, DescribedBean<?>> wanted) throws JMException {
    Set<ObjectName> gone = new HashSet<>(registered);
    gone.removeAll(wanted.keySet());
    for (ObjectName name : gone) {
      registered.remove(name);
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException already) {
        LOG.debug("{} was removed by somebody else", name);
      }
    }
    for (Map.Entry<ObjectName, DescribedBean<?>> each : wanted.entrySet()) {
      if (!registered.contains(each.getKey())) {
        server.registerMBean(each.getValue(), each.getKey());
        registered.add(each.getKey());
      }
    }
  }

  private static ObjectName name(String type, String key, String value) throws JMException {
    return new ObjectName(
        DOMAIN + ":type=" + type + "," + key + "=" + ObjectName.quote(SafeText.line(value)));
  }
}
