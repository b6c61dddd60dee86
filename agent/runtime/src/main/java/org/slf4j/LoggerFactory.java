package org.slf4j;

import org.slf4j.helpers.NOP_FallbackServiceProvider;
import org.slf4j.spi.SLF4JServiceProvider;
import org.tinylog.slf4j.TinylogSlf4jServiceProvider;

/**
 * Replaces slf4j's class of that name in the shipped jar. That class takes its provider from the
 * system property {@code slf4j.provider}, and reports on standard error as other properties say.
 *
 * <p>Those properties are the application's: its provider cannot be loaded here, and the agent
 * would print that and log nothing. Here the provider is always the agent's own.
 */
public final class LoggerFactory {

  private static final SLF4JServiceProvider PROVIDER = provider();

  private LoggerFactory() {}

  public static Logger getLogger(String name) {
    return getILoggerFactory().getLogger(name);
  }

  public static Logger getLogger(Class<?> type) {
    return getLogger(type.getName());
  }

  public static ILoggerFactory getILoggerFactory() {
    return PROVIDER.getLoggerFactory();
  }

  /** For slf4j's other classes. */
  static SLF4JServiceProvider getProvider() {
    return PROVIDER;
  }

  private static SLF4JServiceProvider provider() {
    SLF4JServiceProvider provider;
    try {
      provider = new TinylogSlf4jServiceProvider();
    } catch (NoClassDefFoundError inTests) {
      // Tests of the jar have the agent on their class path, without its logger
      provider = new NOP_FallbackServiceProvider();
    }
    provider.initialize();
    return provider;
  }
}
