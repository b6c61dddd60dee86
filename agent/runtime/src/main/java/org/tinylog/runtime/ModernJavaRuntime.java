package org.tinylog.runtime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Replaces tinylog's class of that name in the shipped jar. That class asks JMX for the JVM's start
 * time before the first line is logged.
 *
 * <p>With it a JVM without the module {@code java.management} could not log, and every other one
 * would load JMX during its first request. Here times count from the load of this class; the log's
 * formats do not use them, nor the process id.
 */
final class ModernJavaRuntime extends AbstractJavaRuntime {

  private final Timestamp start = new PreciseTimestamp();

  @Override
  public boolean isAndroid() {
    return false;
  }

  /** Unknown, as Java 8 has no API for it except JMX. */
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

  /** The class that called the logger of that name. */
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
