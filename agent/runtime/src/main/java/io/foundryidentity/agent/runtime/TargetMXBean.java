package io.foundryidentity.agent.runtime;

/** The plain numbers of one target in JMX; public, as JMX requires. */
@Described("One configured target; counts start when the agent or its configuration file is loaded")
public interface TargetMXBean {

  @Described("The target as a URL")
  String getTarget();

  @Described("Whether the next request to this target would get a token")
  boolean isUsable();

  @Described("Requests that got a token")
  long getAuthorizedRequests();

  @Described("Requests that were sent without a token, or in a dry run")
  long getUnauthorizedRequests();

  @Described("Requests that ended with an exception because there was no token (on-failure=fail)")
  long getStoppedRequests();

  @Described("Requests that were answered with 401")
  long getRefusedRequests();

  @Described("Requests that were sent again with another token after a 401")
  long getRetriedRequests();
}
