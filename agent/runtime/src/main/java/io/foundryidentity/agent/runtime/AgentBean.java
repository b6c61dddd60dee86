package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.StatusEvent;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.token.FetchCounts;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The agent as an MXBean, read anew for each attribute. */
final class AgentBean implements AgentMXBean {

  private final RunningAgent agent;
  private final String version;

  AgentBean(RunningAgent agent, String version) {
    this.agent = agent;
    this.version = version;
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
    return agent.withoutClients(version).dryRun;
  }

  @Override
  public boolean isReady() {
    return agent.withoutClients(version).isReady();
  }

  @Override
  public @Nullable String getNotReady() {
    String why = agent.withoutClients(version).notReady();
    return why == null ? null : SafeText.line(why);
  }

  @Override
  public int getReadyNumber() {
    return isReady() ? 1 : 0;
  }

  @Override
  public Map<String, Map<String, Long>> getRequests() {
    Map<String, Map<String, Long>> requests = new LinkedHashMap<>();
    for (TargetStatus target : agent.targets()) {
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
    for (TokenStatus token : agent.tokens()) {
      tokens.put(SafeText.line(token.cache), StatusJson.state(token));
    }
    return tokens;
  }

  @Override
  public Map<String, Long> getTokenExpiry() {
    Map<String, Long> expiry = new LinkedHashMap<>();
    for (TokenStatus token : agent.tokens()) {
      expiry.put(SafeText.line(token.cache), token.expiresAtMillis);
    }
    return expiry;
  }

  @Override
  public long getAuthorizedRequests() {
    return requests(counts -> counts.signed);
  }

  @Override
  public long getUnauthorizedRequests() {
    return requests(counts -> counts.unsigned);
  }

  @Override
  public long getStoppedRequests() {
    return requests(counts -> counts.stopped);
  }

  @Override
  public long getRefusedRequests() {
    return requests(counts -> counts.refused);
  }

  @Override
  public long getRetriedRequests() {
    return requests(counts -> counts.retried);
  }

  @Override
  public long getFetchesSucceeded() {
    return fetches(counts -> counts.succeeded);
  }

  @Override
  public long getFetchesFailed() {
    return fetches(counts -> counts.failed);
  }

  @Override
  public long getFetchMillisTotal() {
    return fetches(counts -> counts.totalMillis);
  }

  @Override
  public String[] getEvents() {
    List<StatusEvent> events = agent.recentEvents().all();
    String[] lines = new String[events.size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = Instant.ofEpochMilli(events.get(i).atMillis) + " " + events.get(i).text;
    }
    return lines;
  }

  @Override
  public String getStatus() {
    return StatusJson.of(agent.status(version));
  }

  private long requests(ToLongFunction<TargetStatus.Counts> of) {
    long sum = 0;
    for (TargetStatus target : agent.targets()) {
      sum += of.applyAsLong(target.counts);
    }
    return sum;
  }

  private long fetches(ToLongFunction<FetchCounts> of) {
    long sum = 0;
    for (TokenStatus token : agent.tokens()) {
      sum += of.applyAsLong(token.fetches);
    }
    return sum;
  }
}
