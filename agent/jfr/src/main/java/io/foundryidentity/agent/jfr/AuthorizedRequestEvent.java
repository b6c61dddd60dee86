package io.foundryidentity.agent.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** One request that got a token; off unless a recording asks for it by name. */
@Name("io.foundryidentity.SignedRequest")
@Label("Authorized Request")
@Description("A request to a Foundry target got a token from the Foundry identity agent")
@Category("Foundry identity agent")
@Enabled(false)
final class AuthorizedRequestEvent extends Event {

  @Label("Target")
  @Nullable String target;
}
