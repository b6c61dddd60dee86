package io.foundryidentity.cases.leaks;

import java.util.Map;

/** One HTTP stack, which follows redirects wherever they lead. */
interface Client {

  /** Sends a GET with those headers and gives the last answer's status. */
  int send(Attempt attempt, Map<String, String> headers) throws Exception;
}
