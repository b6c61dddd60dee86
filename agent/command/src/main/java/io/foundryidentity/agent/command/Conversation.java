package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.platform.JavaVersion;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Asks the agent of another JVM, over nothing but an attach: the question is an agent's argument,
 * the answer a system property that is taken away once it was read, or after ten seconds where each
 * attach would make that JVM warn.
 */
final class Conversation implements AutoCloseable {

  /** A system property of every JVM that the agent was started in. */
  static final String MARK = "io.foundryidentity.agent";

  /** What the JVM reads of one argument at most, the jar's path included. */
  private static final int LONGEST = 1024;

  private static final int FIRST_WARNING = 21;

  private final AttachApi.Machine machine;
  private final String jar;
  private final Properties properties;

  private Conversation(AttachApi.Machine machine, String jar) throws RefusedException {
    this.machine = machine;
    this.jar = jar;
    this.properties = machine.systemProperties();
  }

  /**
   * @param jar the agent's, as the other process sees it
   */
  static Conversation with(String pid, String jar) throws RefusedException {
    AttachApi api = AttachApi.find();
    ProcFolder process = new ProcFolder(pid);
    process.refuseIfHopeless();
    process.refuseUnseen(jar);
    return new Conversation(api.attach(pid), jar);
  }

  /** {@code active}, {@code inactive}, or null where there is no agent. */
  @Nullable String mark() {
    return properties.getProperty(MARK);
  }

  /** Whether it tells on its stderr that an agent came at run time. */
  boolean warns() {
    return JavaVersion.of(properties) >= FIRST_WARNING;
  }

  String javaVersion() {
    return properties.getProperty("java.specification.version", "8");
  }

  /** Brings the agent in, if that JVM has none. */
  Answer attach(String configuration) throws RefusedException {
    return ask("attach", 0, configuration);
  }

  Answer ask(String question) throws RefusedException {
    return ask(question, 0, "");
  }

  /**
   * Asks for an answer that stays for some minutes.
   *
   * @param seconds after which it is renewed, again and again
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
              + machine.pid
              + " has an agent of another version, which does not answer; its own"
              + " foundry-identity-agent.jar may know how to ask it");
    }
    if (seconds == 0 && !warns()) {
      forget(property);
    }
    return answer;
  }

  /** The answer as it was renewed since; null where it is gone. */
  @Nullable Answer read(String property) throws RefusedException {
    String text = machine.systemProperties().getProperty(property);
    return text == null ? null : new Answer(property, text);
  }

  /** Has the answer taken away; where nobody does, it goes by itself. */
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
              + " bytes longer than a JVM takes: write them into a file, and give"
              + " config-file=PATH");
    }
    return arguments;
  }

  @Override
  public void close() {
    machine.close();
  }

  /** How the agent stands, its version, and what it says. */
  static final class Answer {
    final String property;
    final String standing;
    final String version;
    final String text;

    Answer(String property, String answer) {
      this.property = property;
      int first = answer.indexOf('\n');
      int second = answer.indexOf('\n', first + 1);
      standing = answer.substring(0, first);
      version = answer.substring(first + 1, second);
      text = answer.substring(second + 1);
    }
  }
}
