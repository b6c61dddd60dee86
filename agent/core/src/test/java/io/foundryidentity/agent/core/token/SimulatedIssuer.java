package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identity endpoint that a test controls: it can be slow, fail, or give wrong answers. */
public final class SimulatedIssuer implements TokenSource {

  interface Answer {
    BearerToken to() throws TokenSourceException;
  }

  final SimulatedTime time;
  final List<Long> requests = new ArrayList<>();
  public long life = SimulatedTime.HOUR;
  public long latency;
  public @Nullable String signedInBy;
  int mostInFlight;
  private int inFlight;
  private int issued;
  private Answer answer = () -> issue();

  public SimulatedIssuer(SimulatedTime time) {
    this.time = time;
  }

  @Override
  public BearerToken fetch() throws TokenSourceException {
    requests.add(time.monotonicMillis());
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    try {
      if (latency > 0) {
        time.pass(latency);
      }
      return answer.to();
    } finally {
      inFlight--;
    }
  }

  void answers(Answer answer) {
    this.answer = answer;
  }

  public void works() {
    answer = () -> issue();
  }

  public void fails() {
    answer =
        () -> {
          throw new TokenSourceException("the endpoint answered 503", null);
        };
  }

  BearerToken issue() {
    return issue(time.epochMillis() + life, 0);
  }

  BearerToken issue(long expiresAt, long refreshAt) {
    return new BearerToken("t" + ++issued, expiresAt, refreshAt).signedInBy(signedInBy);
  }

  public int asked() {
    return requests.size();
  }
}
