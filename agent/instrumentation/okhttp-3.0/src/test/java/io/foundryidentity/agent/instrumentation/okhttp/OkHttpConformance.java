package io.foundryidentity.agent.instrumentation.okhttp;

import io.foundryidentity.agent.instrumentation.testing.HttpClientConformance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suite for all versions, with the one case that not every version can pass. */
abstract class OkHttpConformance extends HttpClientConformance {

  /** Before 3.14 a body cannot say that it is one-shot, and OkHttp itself sends it again. */
  @Test
  @Tag("one-shot")
  @Override
  public void a_one_shot_body_is_not_sent_twice_and_the_next_call_heals() throws Exception {
    super.a_one_shot_body_is_not_sent_twice_and_the_next_call_heals();
  }
}
