package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.output.SafeText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says why a target was not reached, in words of the gateway: the JDK's client quotes an answer
 * that it cannot read, and such an answer may repeat the token.
 */
final class UnreachedTarget {

  private static final int LONGEST = 300;

  private UnreachedTarget() {}

  static String reason(IOException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String words = words(t);
      if (words != null) {
        return words;
      }
    }
    return "its answer could not be read (" + failure.getClass().getSimpleName() + ")";
  }

  private static @Nullable String words(Throwable failure) {
    if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
      return "its name does not resolve (UnknownHostException)";
    }
    if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
      return "it did not answer in time (" + failure.getClass().getSimpleName() + ")";
    }
    if (failure instanceof SSLException) {
      return SafeText.line(failure.getMessage(), LONGEST)
          + " ("
          + failure.getClass().getSimpleName()
          + ")";
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("received no bytes") || message.contains("Connection reset")) {
      return "it closed the connection without an answer";
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "no connection (" + failure.getClass().getSimpleName() + ")";
    }
    return isOwn(failure) ? SafeText.line(failure.getMessage(), LONGEST) : null;
  }

  /** Whether this package made it, in words of its own and not with those of a cause. */
  private static boolean isOwn(Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    Throwable cause = failure.getCause();
    return frames.length > 0
        && frames[0].getClassName().startsWith(UnreachedTarget.class.getPackage().getName() + ".")
        && (cause == null || !String.valueOf(cause).equals(failure.getMessage()));
  }
}
