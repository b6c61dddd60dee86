package io.foundryidentity.agent.premain;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A question of another process of the same user: it comes in as the arguments of an agent that is
 * attached, and is answered in a system property, which the other process reads.
 *
 * <p>So it takes no port and no file, and whoever may attach to this JVM, and nobody else, may ask.
 * The arguments are {@code io.foundryidentity.ask=QUESTION,PROPERTY,SECONDS;MORE}; the answer is
 * one line that says how the agent stands, one with its version, and the text that was asked for.
 *
 * <p>From Java 21 on each attach makes a JVM warn on its standard error. So there is one for an
 * answer, and not one more to take it away: it goes by itself. And where somebody wants to watch,
 * the answer is renewed every so many seconds, for some minutes.
 */
final class Inquiry implements Runnable {

  /** A system property that a JVM has from its agent's start on. */
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

  /** Null where the arguments are an agent's own. */
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

  /** Whether the agent is to be started, with {@link #more} for its arguments. */
  boolean isAttach() {
    return question.equals(ATTACH);
  }

  /** Whether the answer was read and can go. */
  boolean isDone() {
    return question.equals(DONE);
  }

  String question() {
    return question;
  }

  /** The question without what it asked to be changed. */
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

  /** Renews the answer as long as it is wanted, and then takes it away. */
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
      // Whoever asked sees that the answer is gone
    } finally {
      forget();
    }
  }
}
