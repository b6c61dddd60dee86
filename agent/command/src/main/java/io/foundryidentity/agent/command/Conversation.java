package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.platform.JavaVersion;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Asks the agent of another JVM, using only an attach: the question is an agent's argument, and the
 * answer is a system property. It is removed when it has been read, or after ten seconds if that
 * JVM prints a warning for each attach.
 */
final class Conversation implements AutoCloseable {

  /** A system property of every JVM that the agent was started in. */
  static final String MARK = "io.foundryidentity.agent";

  /** The most that a JVM reads of one argument, including the jar's path. */
  private static final int LONGEST = 1024;

  private static final int FIRST_WARNING = 21;

  private final AttachedJvm machine;
  private final String jar;
  private final Properties properties;

  private Conversation(AttachedJvm machine, String jar) throws RefusedException {
    this.machine = machine;
    this.jar = jar;
    this.properties = machine.systemProperties();
  }

  /**
   * @param jar the agent's jar, under the path that the other process sees
   */
  static Conversation with(String pid, String jar) throws RefusedException {
    JvmAccess access = RunningJvms.access();
    ProcFolder process = new ProcFolder(pid);
    process.refuseIfHopeless();
    process.refuseUnseen(jar);
    return new Conversation(access.attach(pid), jar);
  }

  /** {@code active}, {@code inactive}, or null if there is no agent. */
  @Nullable String mark() {
    return properties.getProperty(MARK);
  }

  /** The system properties of that JVM. */
  Properties properties() {
    return properties;
  }

  /** Whether that JVM prints a warning when an agent is loaded at run time. */
  boolean warns() {
    return JavaVersion.of(properties) >= FIRST_WARNING;
  }

  String javaVersion() {
    return properties.getProperty("java.specification.version", "8");
  }

  /** Loads the agent, if that JVM does not have it. */
  Answer attach(String configuration) throws RefusedException {
    return ask("attach", 0, configuration);
  }

  Answer ask(String question) throws RefusedException {
    return ask(question, 0, "");
  }

  /**
   * Asks for an answer that is kept for some minutes.
   *
   * @param seconds the interval at which it is renewed
   */
  Answer watch(String question, int seconds) throws RefusedException {
    return ask(question, seconds, "");
  }

  private Answer ask(String question, int seconds, String more) throws RefusedException {
    String property = MARK + ".answer." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    machine.loadAgent(jar, arguments(question, property, seconds, more));
    Answer answer = read(property);
    if (answer == null) {
      throw new RefusedException(
          "process "
              + machine.pid()
              + " has an agent of another version, which does not answer: run this command with the"
              + " jar that the process was started with");
    }
    if (seconds == 0 && !warns()) {
      forget(property);
    }
    return answer;
  }

  /** The latest renewed answer; null if it has been removed. */
  @Nullable Answer read(String property) throws RefusedException {
    String text = machine.systemProperties().getProperty(property);
    return text == null ? null : Answer.of(machine.pid(), property, text);
  }

  /** Has the answer removed; without this call it is removed after some time. */
  void forget(String property) throws RefusedException {
    machine.loadAgent(jar, arguments("done", property, 0, ""));
  }

  private String arguments(String question, String property, int seconds, String more)
      throws RefusedException {
    String arguments =
        "io.foundryidentity.ask=" + question + ',' + property + ',' + seconds + ';' + more;
    int length = (jar + '=' + arguments).getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      throw new RefusedException(
          "the arguments are "
              + (length - LONGEST)
              + " bytes longer than a JVM accepts: write them into a file, and use"
              + " config-file=PATH");
    }
    return arguments;
  }

  @Override
  public void close() {
    machine.close();
  }

  /** The agent's state, its version, and its text; of any program that says that it is one. */
  static final class Answer {

    private static final int LONGEST_WORD = 100;

    final String property;
    final String standing;

    /** On one line. */
    final String version;

    /** As it came: to be printed by {@link #lines} only. */
    final String text;

    private Answer(String property, String standing, String version, String text) {
      this.property = property;
      this.standing = standing;
      this.version = version;
      this.text = text;
    }

    /**
     * @throws RefusedException if the answer is not of the form that agents use
     */
    static Answer of(String pid, String property, String answer) throws RefusedException {
      int first = answer.indexOf('\n');
      int second = answer.indexOf('\n', first + 1);
      if (first < 0 || second < 0) {
        throw new RefusedException(
            "process " + pid + " gave an answer that this command cannot read");
      }
      return new Answer(
          property,
          SafeText.line(answer.substring(0, first), LONGEST_WORD),
          SafeText.line(answer.substring(first + 1, second), LONGEST_WORD),
          answer.substring(second + 1));
    }

    /** The text for a terminal. */
    String lines() {
      return SafeText.lines(text.trim());
    }
  }
}
