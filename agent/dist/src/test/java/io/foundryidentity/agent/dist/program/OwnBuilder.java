package io.foundryidentity.agent.dist.program;

import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/** What application servers name in {@code javax.management.builder.initial}. */
public final class OwnBuilder extends MBeanServerBuilder {

  static volatile boolean asked;

  @Override
  public MBeanServer newMBeanServer(
      String defaultDomain, MBeanServer outer, MBeanServerDelegate delegate) {
    asked = true;
    return super.newMBeanServer(defaultDomain, outer, delegate);
  }
}
