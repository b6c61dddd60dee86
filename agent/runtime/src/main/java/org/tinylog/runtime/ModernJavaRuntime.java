package org.tinylog.runtime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the shipped jar for the class of that name in tinylog, which asks JMX for the JVM's
 * start time before the first line is logged.
 *
 * <p>A JVM without the module {@code java.management} could not log then, and every other one would
 * load JMX in its first request. Times count from here instead of the JVM's start; the log's
 * formats name neither those nor the process.
 */
final class ModernJavaRuntime extends AbstractJavaRuntime {

  private final Timestamp start = new PreciseTimestamp();

  @Override
  public boolean isAndroid() {
    return false;
  }

  /** Unknown: not to be had in Java 8's API without JMX. */
  @Override
  public long getProcessId() {
    return -1;
  }

  @Override
  public Timestamp getStartTime() {
    return start;
  }

  @Override
  public @Nullable String getCallerClassName(int depth) {
    return getCallerStackTraceElement(depth + 1).getClassName();
  }

  @Override
  public @Nullable String getCallerClassName(String loggerClassName) {
    StackTraceElement caller = getCallerStackTraceElement(loggerClassName);
    return caller == null ? null : caller.getClassName();
  }

  @Override
  public StackTraceElement getCallerStackTraceElement(int depth) {
    return new Throwable().getStackTrace()[depth];
  }

  /** The one that called the logger of that name. */
  @Override
  public @Nullable StackTraceElement getCallerStackTraceElement(String loggerClassName) {
    boolean insideLogger = false;
    for (StackTraceElement element : new Throwable().getStackTrace()) {
      boolean logger = element.getClassName().equals(loggerClassName);
      if (insideLogger && !logger) {
        return element;
      }
      insideLogger |= logger;
    }
    return null;
  }

  @Override
  public Timestamp createTimestamp() {
    return new PreciseTimestamp();
  }

  @Override
  public TimestampFormatter createTimestampFormatter(String pattern, Locale locale) {
    return new PreciseTimestampFormatter(pattern, locale);
  }
}
