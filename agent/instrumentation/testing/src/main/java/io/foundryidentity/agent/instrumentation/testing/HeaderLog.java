package io.foundryidentity.agent.instrumentation.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.logging.Log;

/**
 * Keeps what Apache HttpClient 4 logs of headers, and nothing else, as each 401 would be a warning.
 * Named in the build of the client's modules, which have Commons Logging on the class path; public,
 * as Commons Logging creates it.
 */
public final class HeaderLog implements Log {

  /** The lines of the whole JVM. */
  public static final List<String> LINES = new CopyOnWriteArrayList<>();

  private final boolean headers;

  public HeaderLog(String name) {
    headers = name.equals("org.apache.http.headers");
  }

  @Override
  public boolean isDebugEnabled() {
    return headers;
  }

  @Override
  public void debug(Object line) {
    if (headers) {
      LINES.add(String.valueOf(line));
    }
  }

  @Override
  public void debug(Object line, Throwable failure) {}

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(Object line) {}

  @Override
  public void trace(Object line, Throwable failure) {}

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(Object line) {}

  @Override
  public void info(Object line, Throwable failure) {}

  @Override
  public boolean isWarnEnabled() {
    return false;
  }

  @Override
  public void warn(Object line) {}

  @Override
  public void warn(Object line, Throwable failure) {}

  @Override
  public boolean isErrorEnabled() {
    return false;
  }

  @Override
  public void error(Object line) {}

  @Override
  public void error(Object line, Throwable failure) {}

  @Override
  public boolean isFatalEnabled() {
    return false;
  }

  @Override
  public void fatal(Object line) {}

  @Override
  public void fatal(Object line, Throwable failure) {}
}
