package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.ClientStatus;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.target.Scopes;
import io.foundryidentity.agent.core.target.Target;
import io.foundryidentity.agent.core.token.TokenStatus;
import io.foundryidentity.agent.instrumentation.support.MetClients;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of this JVM as its operator sees it: how it stands, and its switch. */
final class RunningAgent {

  private Configuration configuration;
  private boolean on = true;
  private @Nullable Signing signing;
  private @Nullable MetClients met;

  RunningAgent(Configuration configuration) {
    this.configuration = configuration;
  }

  /** From now on there is something to switch. */
  synchronized void cameIn(Signing wired, MetClients clients) {
    signing = wired;
    met = clients;
    wired.authorizer().switchTo(on);
  }

  /** The configuration file has changed. */
  synchronized void use(Configuration changed) {
    configuration = changed;
    Signing wired = signing;
    if (wired != null) {
      wired.use(changed);
    }
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
    Signing wired = signing;
    if (wired != null) {
      wired.authorizer().switchTo(wanted);
      Logger log = LoggerFactory.getLogger(RunningAgent.class);
      log.warn(
          wanted
              ? "switched on again: requests are signed"
              : "switched off by its operator: requests go out as the application writes them");
    }
  }

  synchronized AgentStatus status(String version) {
    Signing wired = signing;
    MetClients clients = met;
    return new AgentStatus(
        version,
        on,
        configuration.dryRun(),
        wired == null ? targets() : wired.targets(),
        wired == null ? Collections.<TokenStatus>emptyList() : wired.tokens(),
        clients == null ? Collections.<ClientStatus>emptyList() : ClientVersions.of(clients.all()),
        clientsNotWanted());
  }

  /** Before anything is wired. */
  private List<TargetStatus> targets() {
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
