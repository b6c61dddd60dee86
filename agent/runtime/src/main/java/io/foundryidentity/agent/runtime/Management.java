package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent as an MXBean. */
final class Management implements AgentMXBean {

  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  private static final String NAME = "io.foundryidentity:type=Agent";

  private final RunningAgent agent;
  private final String version;

  private Management(RunningAgent agent, String version) {
    this.agent = agent;
    this.version = version;
  }

  /**
   * To be called late, so that an application can set up its own MBean server first; if there is
   * none, this creates the platform's. A system property can name a builder class for it, which is
   * loaded by the context class loader; on an agent thread that is the agent's.
   */
  static void register(RunningAgent agent) {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new Management(agent, AgentVersion.ofThisJvm()), new ObjectName(NAME));
    } catch (JMException | RuntimeException refused) {
      LOG.warn("{} is not to be seen: {}", NAME, refused.toString());
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public boolean isEnabled() {
    return agent.isOn();
  }

  @Override
  public void setEnabled(boolean enabled) {
    agent.switchTo(enabled);
  }

  @Override
  public boolean isDryRun() {
    return agent.status(version).dryRun;
  }

  @Override
  public boolean isReady() {
    return agent.status(version).isReady();
  }

  @Override
  public @Nullable String getNotReady() {
    String why = agent.status(version).notReady();
    return why == null ? null : SafeText.line(why);
  }

  @Override
  public Map<String, Map<String, Long>> getRequests() {
    Map<String, Map<String, Long>> requests = new LinkedHashMap<>();
    for (TargetStatus target : agent.status(version).targets) {
      Map<String, Long> counts = new LinkedHashMap<>();
      counts.put("signed", target.counts.signed);
      counts.put("unsigned", target.counts.unsigned);
      counts.put("stopped", target.counts.stopped);
      counts.put("refused", target.counts.refused);
      counts.put("retried", target.counts.retried);
      requests.put(SafeText.line(target.target), counts);
    }
    return requests;
  }

  @Override
  public Map<String, String> getTokens() {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (TokenStatus token : agent.status(version).tokens) {
      tokens.put(SafeText.line(token.cache), StatusJson.state(token));
    }
    return tokens;
  }

  @Override
  public Map<String, Long> getTokenExpiry() {
    Map<String, Long> expiry = new LinkedHashMap<>();
    for (TokenStatus token : agent.status(version).tokens) {
      expiry.put(SafeText.line(token.cache), token.expiresAtMillis);
    }
    return expiry;
  }

  @Override
  public String getStatus() {
    return StatusJson.of(agent.status(version));
  }
}
