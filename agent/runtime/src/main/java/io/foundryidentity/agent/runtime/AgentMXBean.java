package io.foundryidentity.agent.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's values in JMX, and its kill switch; public, as JMX requires. */
@Described("Foundry Identity Agent: adds Entra ID tokens to requests to the configured targets")
public interface AgentMXBean {

  @Described("The version of the agent")
  String getVersion();

  @Described("Whether requests get a token; false switches the agent off until it is set to true")
  boolean isEnabled();

  void setEnabled(boolean enabled);

  @Described("Whether the agent only logs what it would do")
  boolean isDryRun();

  @Described("Whether the next request to each target that was used would get a token")
  boolean isReady();

  @Described("Why the agent is not ready; null if it is ready")
  @Nullable String getNotReady();

  @Described("1 if the agent is ready, 0 if not: Ready for tools that read numbers only")
  int getReadyNumber();

  @Described("For each target: the number of requests by result")
  Map<String, Map<String, Long>> getRequests();

  @Described("For each token: its state in words")
  Map<String, String> getTokens();

  @Described("When each token expires, in milliseconds since 1970; 0 without a token")
  Map<String, Long> getTokenExpiry();

  @Described("Requests that got a token, to all targets")
  long getAuthorizedRequests();

  @Described("Requests that were sent without a token or in a dry run, to all targets")
  long getUnauthorizedRequests();

  @Described("Requests that ended with an exception because there was no token, to all targets")
  long getStoppedRequests();

  @Described("Requests that were answered with 401, by all targets")
  long getRefusedRequests();

  @Described("Requests that were sent again with another token after a 401, to all targets")
  long getRetriedRequests();

  @Described("Fetches that brought a token, for all tokens")
  long getFetchesSucceeded();

  @Described("Fetches that failed, for all tokens")
  long getFetchesFailed();

  @Described("The duration of all fetches together in milliseconds, for all tokens")
  long getFetchMillisTotal();

  @Described("The last changes of state, each with its time; the oldest first")
  String[] getEvents();

  @Described("The whole status as JSON, as the command 'status --json' prints it")
  String getStatus();
}
