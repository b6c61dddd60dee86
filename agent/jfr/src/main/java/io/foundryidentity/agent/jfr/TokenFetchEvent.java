package io.foundryidentity.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** One attempt to get a token, with the time that it took; never the token. */
@Name("io.foundryidentity.TokenFetch")
@Label("Token Fetch")
@Description("An attempt of the Foundry identity agent to get a token from its identity source")
@Category("Foundry identity agent")
@StackTrace(false)
final class TokenFetchEvent extends Event {

  @Label("Cache")
  @Description("Credential and scope of the token")
  @Nullable String cache;

  @Label("Outcome")
  @Description("token or failed")
  @Nullable String outcome;

  @Label("Failure")
  @Nullable String failure;

  @Label("Expires")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long expires;
}
