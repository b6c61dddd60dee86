package io.foundryidentity.agent.core.status;

import java.util.Collections;
import java.util.List;

/** The state of one target at one moment. */
public final class TargetStatus {

  /** The target as a URL. */
  public final String target;

  /** The scopes that its requests have used; before the first request, the one that it will use. */
  public final List<String> scopes;

  /** Whether there was a request to it that the agent should authorize. */
  public final boolean used;

  /** Whether a request to it would get a token now, for each of the scopes that were used. */
  public final boolean usable;

  public final Counts counts;

  public TargetStatus(
      String target, List<String> scopes, boolean used, boolean usable, Counts counts) {
    this.target = target;
    this.scopes = Collections.unmodifiableList(scopes);
    this.used = used;
    this.usable = usable;
    this.counts = counts;
  }

  /** Its requests since the agent was loaded. */
  public static final class Counts {

    /** Got a token, and were sent with it unless the client failed first. */
    public final long signed;

    /** Were sent as the application wrote them, without a token or in a dry run. */
    public final long unsigned;

    /** Ended with an exception as there was no token: {@code on-failure=fail}. */
    public final long stopped;

    /** Were answered with 401. */
    public final long refused;

    /** Were sent again after a 401, with another token. */
    public final long retried;

    public Counts(long signed, long unsigned, long stopped, long refused, long retried) {
      this.signed = signed;
      this.unsigned = unsigned;
      this.stopped = stopped;
      this.refused = refused;
      this.retried = retried;
    }
  }
}
