package io.foundryidentity.agent.core.output;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The log of these tests: off, except while one of them records it. */
public final class RecordedLog implements SLF4JServiceProvider {

  private static final List<String> LINES = new CopyOnWriteArrayList<>();
  private static volatile @Nullable Level level;

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /** Begins with an empty record. */
  public static void start(Level lowest) {
    LINES.clear();
    level = lowest;
  }

  public static void stop() {
    level = null;
  }

  /** Each line with its level in front. */
  public static List<String> lines() {
    return List.copyOf(LINES);
  }

  private static boolean records(Level asked) {
    Level lowest = level;
    return lowest != null && asked.toInt() >= lowest.toInt();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return RecordingLogger::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0";
  }

  @Override
  public void initialize() {}

  private static final class RecordingLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;

    RecordingLogger(String name) {
      this.name = name;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return name;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable failure) {
      LINES.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return records(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
      return records(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
      return records(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
      return records(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
      return records(Level.ERROR);
    }
  }
}
