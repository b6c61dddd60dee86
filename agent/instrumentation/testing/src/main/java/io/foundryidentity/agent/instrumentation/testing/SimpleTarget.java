package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.FailurePolicyException;
import io.foundryidentity.agent.bootstrap.RequestTarget;
import io.foundryidentity.agent.bootstrap.WaitingCall;
import org.jspecify.annotations.Nullable;

/** A target that answers at once, with the result of the test's own method, and never waits. */
@FunctionalInterface
public interface SimpleTarget extends RequestTarget {

  /** As {@link RequestTarget#authorize}. */
  @Nullable String answer(@Nullable String existing) throws FailurePolicyException;

  @Override
  default RequestTarget now(String host, @Nullable String path) {
    return this;
  }

  @Override
  default @Nullable String authorize(
      @Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    return answer(existing);
  }

  @Override
  default void await(@Nullable String path, @Nullable String existing, WaitingCall call) {}

  @Override
  default boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
      throws FailurePolicyException {
    String ignored = answer(existing);
    return false;
  }

  @Override
  default @Nullable String present(@Nullable String path, @Nullable String existing) {
    try {
      return answer(existing);
    } catch (FailurePolicyException noToken) {
      return NO_TOKEN;
    }
  }

  @Override
  default boolean concerns(@Nullable String path, @Nullable String existing) {
    return present(path, existing) != null;
  }

  @Override
  default boolean defer(@Nullable String path, @Nullable String existing, Runnable whenSettled) {
    return false;
  }

  @Override
  default boolean refused(String host, @Nullable String path, String sent, long waitMillis) {
    return false;
  }

  @Override
  default boolean deferRefused(@Nullable String path, String sent, Runnable whenSettled) {
    return false;
  }

  @Override
  default void unproven(String fault) {
    throw new AssertionError(fault);
  }

  @Override
  default void retried() {}

  @Override
  default void forbidden(String host, @Nullable String path, String sent) {}

  @Override
  default void accepted(@Nullable String path, String sent) {}

  @Override
  default String explainNoToken(@Nullable String path) {
    return "no token";
  }
}
