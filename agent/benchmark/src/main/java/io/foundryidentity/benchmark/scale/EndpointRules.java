package io.foundryidentity.benchmark.scale;

import static io.foundryidentity.benchmark.scale.SimulatedTime.HOUR;
import static io.foundryidentity.benchmark.scale.SimulatedTime.MINUTE;
import static io.foundryidentity.benchmark.scale.SimulatedTime.SECOND;

/**
 * What an identity endpoint does; times are milliseconds.
 *
 * @param perSecond the most requests that it accepts within a second
 * @param atOnce the most that it works on
 * @param retryAfter what a refused request is told
 * @param life of a token
 * @param refreshIn what the issuer gives as its own refresh time; 0 if it gives none
 * @param keptUntil how long before its end a token that all share is replaced; 0 if each request
 *     gets a token of its own
 */
record EndpointRules(
    boolean imds,
    int perSecond,
    int atOnce,
    long retryAfter,
    long life,
    long refreshIn,
    long keptUntil) {

  /**
   * IMDS of one machine: 20 requests a second, 5 at a time ("How to use managed identities on an
   * Azure VM to acquire an access token", retry guidance). Tokens live for a day.
   */
  static EndpointRules ofMachine() {
    return new EndpointRules(true, 20, 5, SECOND, 24 * HOUR, 0, 0);
  }

  /**
   * Entra ID for one application: for the client credentials grant a 429 has {@code Retry-After:
   * 60} (MSAL.NET, "Client and server throttling"). How many requests it accepts is not published.
   */
  static EndpointRules ofTenant(int perSecond) {
    return new EndpointRules(false, perSecond, Integer.MAX_VALUE, MINUTE, HOUR, 0, 0);
  }

  EndpointRules life(long millis) {
    return new EndpointRules(imds, perSecond, atOnce, retryAfter, millis, refreshIn, keptUntil);
  }

  EndpointRules refreshIn(long millis) {
    return new EndpointRules(imds, perSecond, atOnce, retryAfter, life, millis, keptUntil);
  }

  EndpointRules keptUntil(long millis) {
    return new EndpointRules(imds, perSecond, atOnce, retryAfter, life, refreshIn, millis);
  }

  EndpointRules perSecond(int requests) {
    return new EndpointRules(imds, requests, atOnce, retryAfter, life, refreshIn, keptUntil);
  }
}
