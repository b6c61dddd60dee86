package io.foundryidentity.agent.dist.program;

import java.util.concurrent.Callable;

/** Whether a class of this one's loader can name the failure policy's exception. */
public final class FindsBridge implements Callable<Boolean> {

  @Override
  public Boolean call() {
    try {
      Class.forName("io.foundryidentity.agent.bootstrap.FailurePolicyException");
      return true;
    } catch (ClassNotFoundException hidden) {
      return false;
    }
  }
}
