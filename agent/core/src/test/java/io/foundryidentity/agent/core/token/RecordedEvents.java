package io.foundryidentity.agent.core.token;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records a cache's events as text. */
class RecordedEvents implements TokenEvents {

  final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void gotToken(String cache, long expiresAtMillis, long refreshAtMillis) {
    told.add("got");
  }

  @Override
  public void recovered(String cache, long expiresAtMillis, int failures) {
    told.add("recovered");
  }

  @Override
  public void failed(String cache, String reason, long servedUntilMillis) {
    told.add(servedUntilMillis == 0 ? "failed: " + reason : "failed, serving: " + reason);
  }

  @Override
  public void ranOut(String cache, String reason) {
    told.add("ran out: " + reason);
  }

  @Override
  public void sameToken(String cache, long askAgainAtMillis) {
    told.add("same");
  }
}
