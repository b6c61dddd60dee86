package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.core.token.Scheduler;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * Chooses when the agent registers its MXBeans: soon after it is installed, on an agent thread.
 *
 * <p>An application or a server may choose a builder for the MBean server and a log manager for the
 * JDK's logging, which JMX uses, in the first lines of its {@code main}. So the agent does not
 * create the platform's MBean server first. It looks every two seconds: if the server is there, the
 * application has made its choice. If it is not there ten seconds after {@code main} has begun, the
 * agent creates it, as most applications never do.
 */
final class ManagementStart implements Runnable {

  static final long EVERY_MILLIS = 2_000;

  /** How often it looks, without a premain on the stack, before it creates the server. */
  static final int LOOKS = 5;

  private final Scheduler scheduler;
  private final BooleanSupplier serverIsThere;
  private final BooleanSupplier mainHasBegun;
  private final Runnable register;
  private int looks;

  ManagementStart(
      Scheduler scheduler,
      BooleanSupplier serverIsThere,
      BooleanSupplier mainHasBegun,
      Runnable register) {
    this.scheduler = scheduler;
    this.serverIsThere = serverIsThere;
    this.mainHasBegun = mainHasBegun;
    this.register = register;
  }

  void lookLater() {
    Future<?> unused = scheduler.schedule(this, EVERY_MILLIS);
  }

  @Override
  public void run() {
    try {
      looks = mainHasBegun.getAsBoolean() ? looks + 1 : 0;
      if (looks >= LOOKS || (looks > 0 && serverIsThere.getAsBoolean())) {
        register.run();
      } else {
        lookLater();
      }
    } catch (LinkageError noSuchModule) {
      LoggerFactory.getLogger(ManagementStart.class)
          .debug("this Java has no JMX: {}", noSuchModule.toString());
    }
  }
}
