package io.foundryidentity.agent.instrumentation.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Puts the bridge into the bootstrap loader before JUnit inspects the first test class.
 *
 * <p>An extension would be too late: inspecting a test class links it, and linking may load the
 * bridge's types through the application's loader. Public for the service loader.
 */
public final class BridgeFirst implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    InstrumentedJvm.prepare();
  }
}
