package io.foundryidentity.agent.runtime;

import org.jspecify.annotations.Nullable;

/** The plain numbers of one token in JMX, never the token; public, as JMX requires. */
@Described("One token: of one identity, for one scope")
public interface TokenMXBean {

  @Described("The identity and the scope")
  String getToken();

  @Described("not asked yet, asking, good, good (refresh fails), failed or ran out")
  String getState();

  @Described("Whether a request would get this token now")
  boolean isUsable();

  @Described(
      "1 if a request would get this token now, 0 if not: Usable for tools that read numbers only")
  int getUsableNumber();

  @Described("Seconds since the token came; 0 without a token")
  long getAgeSeconds();

  @Described("When the token expires, in seconds since 1970; 0 without a token")
  long getExpiresAtSeconds();

  @Described("Seconds until the token expires; 0 without a token")
  long getExpiresInSeconds();

  @Described("Fetches that brought a token, a new one or the same again")
  long getFetchesSucceeded();

  @Described("Fetches that failed")
  long getFetchesFailed();

  @Described("The duration of all fetches together in milliseconds")
  long getFetchMillisTotal();

  @Described("The duration of the last fetch in milliseconds")
  long getLastFetchMillis();

  @Described("How many fetches in a row have failed up to now; 0 if the last one succeeded")
  int getFailuresInARow();

  @Described("Why the last fetch failed; null if it succeeded")
  @Nullable String getFailure();

  @Described("Who signed in to get the token, with each step that led to it; null without a token")
  @Nullable String getSignedInBy();
}
