package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.json.SafeJson;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: the state of the agent in another JVM, and its kill switch. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the state of the agent in another JVM: targets, tokens, clients and counts. It needs"
          + " no port and no file."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:the state was shown",
      "1:that JVM cannot be attached to, or has no active agent",
      "2:the arguments are wrong",
      "3:with --ready: the agent is not ready"
    })
final class StatusCommand implements Callable<Integer> {

  static final int NOT_READY = 3;

  private final AgentParts parts;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "PID",
      description = "The process id; the command list shows it.")
  private String pid = "";

  @ArgGroup private final Switch wanted = new Switch();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Show it again and again until you stop it with Ctrl+C.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Seconds between two outputs of --watch. Default: ${DEFAULT-VALUE}.")
  private int interval;

  @Option(names = "--ready", description = "Exit with 3 if the agent is not ready.")
  private boolean ready;

  @Mixin private final JarOption jar = new JarOption();

  StatusCommand(AgentParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec self = AttachedCommands.set(spec);
    PrintWriter err = self.commandLine().getErr();
    AttachedCommands.requirePid(self, pid);
    if (interval < 1) {
      throw new ParameterException(self.commandLine(), "--interval must be 1 or more.");
    }
    String question = wanted.question();
    try (Conversation conversation = Conversation.with(pid, jar.path(parts))) {
      if (conversation.mark() == null) {
        throw new RefusedException("process " + pid + " has no agent");
      }
      String format = json ? "json" : "text";
      String asked = question.isEmpty() ? format : question + "-" + format;
      return watch ? watch(conversation, asked, format, self) : show(conversation.ask(asked), self);
    } catch (RefusedException refused) {
      GatewayCommand.say(err, String.valueOf(refused.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  /** Prints the status until this process is stopped, or that JVM ends. */
  private int watch(Conversation conversation, String asked, String format, CommandSpec self)
      throws RefusedException, InterruptedException {
    Conversation.Answer answer = conversation.watch(asked, interval);
    AtomicReference<String> property = new AtomicReference<>(answer.property);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(conversation, property.get())));
    boolean redraws = !json && Terminal.ofProcess(System.getenv()).isInteractive();
    WatchedScreen screen =
        new WatchedScreen(
            self.commandLine().getOut(),
            redraws,
            Clock.system(ZoneId.systemDefault()),
            "process " + pid + ", every " + interval + " s, Ctrl+C ends this");
    compareVersions(answer, self);
    while (true) {
      screen.show(shown(answer));
      TimeUnit.SECONDS.sleep(interval);
      Conversation.Answer renewed = conversation.read(answer.property);
      answer = renewed == null ? conversation.watch(format, interval) : renewed;
      property.set(answer.property);
    }
  }

  private static void forget(Conversation conversation, @Nullable String property) {
    try {
      conversation.forget(String.valueOf(property));
    } catch (RefusedException gone) {
      // It goes by itself
    }
  }

  private int show(Conversation.Answer answer, CommandSpec self) throws RefusedException {
    String text = shown(answer);
    compareVersions(answer, self);
    PrintWriter out = self.commandLine().getOut();
    out.println(text);
    out.flush();
    return ready && !isReady(answer.text) ? NOT_READY : ExitCode.OK;
  }

  private String shown(Conversation.Answer answer) throws RefusedException {
    if (!answer.standing.equals("active")) {
      throw new RefusedException(
          "the agent in process "
              + pid
              + " is not active: "
              + (answer.text.isEmpty()
                  ? "its configuration is missing or invalid"
                  : answer.text.trim()));
    }
    return json ? json(answer) : answer.lines();
  }

  /** Prints a line if the versions differ. */
  private void compareVersions(Conversation.Answer answer, CommandSpec self) {
    if (!answer.version.equals(parts.version())) {
      GatewayCommand.say(
          self.commandLine().getErr(),
          "the agent in that process is version "
              + answer.version
              + ", and this command is version "
              + parts.version());
    }
  }

  /** One line, whatever the other process sent. */
  private String json(Conversation.Answer answer) throws RefusedException {
    Map<String, @Nullable Object> status = Json.object(answer.text);
    if (status.isEmpty()) {
      throw new RefusedException("process " + pid + " gave an answer that is not a status in JSON");
    }
    return SafeJson.line(status);
  }

  /** Reads it from the text or the JSON. */
  private boolean isReady(String text) {
    return json
        ? Boolean.TRUE.equals(Json.object(text).get("ready"))
        : text.matches("(?s).*(^|\n)ready +yes\n.*");
  }

  /** The kill switch. */
  static final class Switch {

    @Option(
        names = "--off",
        description =
            "Kill switch: from now on the agent adds no token to any request, until --on.")
    private boolean off;

    @Option(names = "--on", description = "End --off: the agent authorizes requests again.")
    private boolean on;

    String question() {
      return off ? "off" : on ? "on" : "";
    }
  }
}
