package io.foundryidentity.agent.premain;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A question of another process of the same user. It comes as the arguments of an attached agent,
 * and is answered in a system property that the other process reads.
 *
 * <p>This needs no port and no file, and only those who may attach to this JVM can ask. The
 * arguments are {@code io.foundryidentity.ask=QUESTION,PROPERTY,SECONDS;MORE}. The answer is one
 * line with the agent's state, one with its version, and the requested text.
 *
 * <p>Since Java 21 a JVM prints a warning for each attach. So there is only one attach for an
 * answer, and none to remove it: it is removed after some time. To watch the status, the answer can
 * be renewed at an interval, for some minutes.
 */
final class Inquiry implements Runnable {

  /** A system property that is set when the agent starts. */
  static final String MARK = "io.foundryidentity.agent";

  private static final String PREFIX = "io.foundryidentity.ask=";

  private static final String ATTACH = "attach";
  private static final String DONE = "done";

  private static final long KEPT_SECONDS = 10;
  private static final long WATCHED_SECONDS = 300;

  private final String question;
  private final String property;
  private final long interval;
  private final String more;
  private String version = "";

  private Inquiry(String question, String property, long interval, String more) {
    this.question = question;
    this.property = property;
    this.interval = interval;
    this.more = more;
  }

  /** Null if the arguments are not a question, but the agent's configuration. */
  static @Nullable Inquiry in(@Nullable String arguments) {
    if (arguments == null || !arguments.startsWith(PREFIX)) {
      return null;
    }
    int first = arguments.indexOf(',');
    int second = arguments.indexOf(',', first + 1);
    int end = arguments.indexOf(';', second + 1);
    if (first < 0 || second < 0 || end < 0) {
      return null;
    }
    return new Inquiry(
        arguments.substring(PREFIX.length(), first),
        arguments.substring(first + 1, second),
        Long.parseLong(arguments.substring(second + 1, end)),
        arguments.substring(end + 1));
  }

  /** Whether to start the agent, with {@link #more} as its arguments. */
  boolean isAttach() {
    return question.equals(ATTACH);
  }

  /** Whether the answer was read and can be removed. */
  boolean isDone() {
    return question.equals(DONE);
  }

  String question() {
    return question;
  }

  /** The requested form of the answer: the question without its change. */
  String format() {
    return question.substring(question.indexOf('-') + 1);
  }

  String more() {
    return more;
  }

  void answer(String standing, String ownVersion, String text) {
    System.setProperty(property, standing + '\n' + ownVersion + '\n' + text);
  }

  boolean isWaitedFor() {
    return System.getProperty(property) != null;
  }

  void forget() {
    System.clearProperty(property);
  }

  /** Renews the answer as long as it is read, and then removes it. */
  void keepFor(String ownVersion) {
    version = ownVersion;
    Thread thread = new Thread(this, "foundry-identity-answer");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  @Override
  public void run() {
    try {
      long left = interval > 0 ? WATCHED_SECONDS : KEPT_SECONDS;
      long pause = interval > 0 ? interval : KEPT_SECONDS;
      do {
        TimeUnit.SECONDS.sleep(pause);
        left -= pause;
      } while (left > 0 && Startup.answerAgain(this, version));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (Exception noAnswer) {
      // The other process notices that the answer has been removed
    } finally {
      forget();
    }
  }
}
