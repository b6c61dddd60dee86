package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.HostedAgent;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.ClientStatus;
import io.foundryidentity.agent.core.status.RecentEvents;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.targets.Scopes;
import io.foundryidentity.agent.core.targets.Target;
import io.foundryidentity.agent.core.token.Clock;
import io.foundryidentity.agent.core.token.TokenStatus;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of this JVM as its operator sees it: its status and its kill switch. */
final class RunningAgent {

  private final RecentEvents recent = new RecentEvents(Clock.system());
  private Configuration configuration;
  private boolean on = true;
  private @Nullable ConfiguredTargets configured;
  private @Nullable DetectedClients detected;
  private @Nullable String failure;

  RunningAgent(Configuration configuration) {
    this.configuration = configuration;
  }

  /** To be called when the agent has started to authorize requests. */
  synchronized void started(ConfiguredTargets targets, DetectedClients clients) {
    configured = targets;
    detected = clients;
    recent.add("active for " + configuration.targets());
    targets.lookup().switchTo(on);
    if (!on) {
      logSwitch(false); // It could not be logged at the switch
    }
  }

  /** To be called when the agent could not be installed. */
  synchronized void failed(Throwable reason) {
    failure = "the agent could not be installed: " + SafeText.line(reason);
    recent.add(failure);
  }

  /** Why it could not be installed; null if it could, or if that is not over yet. */
  synchronized @Nullable String failure() {
    return failure;
  }

  /** To be called when the configuration file has changed. */
  synchronized void use(Configuration changed) {
    configuration = changed;
    ConfiguredTargets active = configured;
    if (active != null) {
      active.use(changed);
    }
    recent.add(
        changed.enabled()
            ? "the configuration file has changed: active for " + changed.targets()
            : "the configuration file has changed: switched off by enabled=false");
  }

  RecentEvents recentEvents() {
    return recent;
  }

  synchronized boolean isOn() {
    return on;
  }

  /** The kill switch. */
  synchronized void switchTo(boolean wanted) {
    if (on == wanted) {
      return;
    }
    on = wanted;
    recent.add(wanted ? "switched on at run time" : "switched off at run time");
    ConfiguredTargets active = configured;
    if (active != null) {
      active.lookup().switchTo(wanted);
      logSwitch(wanted);
    }
  }

  private static void logSwitch(boolean wanted) {
    Logger log = LoggerFactory.getLogger(RunningAgent.class);
    log.warn(
        wanted
            ? "switched on again: requests get a token"
            : "switched off by its operator: requests are sent unchanged");
  }

  synchronized List<TargetStatus> targets() {
    ConfiguredTargets active = configured;
    return active == null ? unusedTargets() : active.targetStatus();
  }

  synchronized List<TokenStatus> tokens() {
    ConfiguredTargets active = configured;
    return active == null ? Collections.<TokenStatus>emptyList() : active.tokenStatus();
  }

  synchronized AgentStatus status(String version) {
    DetectedClients clients = detected;
    return status(
        version,
        clients == null ? Collections.<ClientStatus>emptyList() : ClientVersions.of(clients.all()));
  }

  /** As {@link #status}, but reads no client's jar for its version. */
  synchronized AgentStatus withoutClients(String version) {
    return status(version, Collections.<ClientStatus>emptyList());
  }

  private AgentStatus status(String version, List<ClientStatus> clients) {
    return new AgentStatus(
        version,
        on,
        configuration.dryRun(),
        HostedAgent.environment(System.getenv()),
        targets(),
        tokens(),
        clients,
        clientsNotWanted(),
        recent.all());
  }

  /** The configured targets before the first client class has loaded: all counts are zero. */
  private List<TargetStatus> unusedTargets() {
    List<TargetStatus> targets = new ArrayList<>();
    configuration
        .rules()
        .forEach(
            rule -> {
              for (Target target : rule.targets()) {
                String scope = rule.scope();
                targets.add(
                    new TargetStatus(
                        target.toString(),
                        Collections.singletonList(
                            scope == null
                                ? Scopes.auto(target.host(), target.pathPrefix())
                                : scope),
                        false,
                        false,
                        new TargetStatus.Counts(0, 0, 0, 0, 0)));
              }
            });
    return targets;
  }

  private List<String> clientsNotWanted() {
    List<String> names = new ArrayList<>();
    for (String name : ClientNames.ALL) {
      if (!configuration.clientEnabled(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
