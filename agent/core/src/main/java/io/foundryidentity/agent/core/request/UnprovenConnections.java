package io.foundryidentity.agent.core.request;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once for each reason why requests to one target are sent without a token. */
final class UnprovenConnections {

  private static final Logger LOG = LoggerFactory.getLogger(UnprovenConnections.class);

  /** A reason can hold names that a server chose, so their number is limited. */
  private static final int MOST_TOLD = 8;

  private final String target;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  UnprovenConnections(String target) {
    this.target = target;
  }

  void note(String fault) {
    if (told.size() < MOST_TOLD && told.add(fault)) {
      LOG.warn("requests to {} are sent without a token: {}", target, fault);
    } else {
      LOG.debug("a request to {} is sent without a token: {}", target, fault);
    }
  }
}
