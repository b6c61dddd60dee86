package io.foundryidentity.agent.core.status;

import java.util.Collections;
import java.util.List;

/** How one target stands at one moment. */
public final class TargetStatus {

  /** The target as a URL. */
  public final String target;

  /** What its tokens are asked for: what its requests used, or before the first what they will. */
  public final List<String> scopes;

  /** Whether a request to it was to be signed. */
  public final boolean used;

  /** Whether a request to it would get a token now, whichever of its paths were used. */
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

  /** Its requests since the agent came in. */
  public static final class Counts {

    /** Got a token, and went out with it unless the client failed first. */
    public final long signed;

    /** Went out as the application wrote them, for want of a token or in a dry run. */
    public final long unsigned;

    /** Ended with an exception for want of a token: {@code on-failure=fail}. */
    public final long stopped;

    /** Were answered with 401. */
    public final long refused;

    /** Were sent once more after that, with another token. */
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
