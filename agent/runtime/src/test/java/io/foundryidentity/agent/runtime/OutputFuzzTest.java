package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.azure.FuzzedSignIn;
import io.foundryidentity.agent.command.FuzzedAnswer;
import io.foundryidentity.agent.core.connection.HttpAnswer;
import io.foundryidentity.agent.core.connection.ReadAnswer;
import io.foundryidentity.agent.core.diagnosis.Asked;
import io.foundryidentity.agent.core.diagnosis.Refusal;
import io.foundryidentity.agent.core.diagnosis.RefusalDiagnosis;
import io.foundryidentity.agent.core.diagnosis.SignInDiagnosis;
import io.foundryidentity.agent.core.diagnosis.TokenClaims;
import io.foundryidentity.agent.core.output.KnownSecrets;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.Identity;
import io.foundryidentity.agent.core.token.TokenLog;
import io.foundryidentity.agent.core.token.TokenSourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

/**
 * Whatever another program answers: no secret in any output at any level, no forged line, and no
 * exception that reaches the application.
 *
 * <p>The log is at its most talkative. Every build has the same inputs, so that it fails by what
 * was changed and not by chance; {@code scripts/fuzz} looks for more, from another beginning each
 * time. A failure names the seed.
 */
class OutputFuzzTest {

  /** Where no library takes part, an input costs little. */
  private static final int INPUTS_OF_A_LIGHT_ONE = 5;

  /** Of the seeds of a build. */
  private static final String SAME = "1";

  /** Added to each of these seeds. */
  private static final long BEGIN = Long.getLong("fuzz.begin", 0);

  private static final AtomicLong INPUTS = new AtomicLong();

  private static final Corpus IDENTITY = new Corpus("authority", "endpoint");
  private static final Corpus TOOLS = new Corpus("tool");
  private static final Corpus TARGETS = new Corpus("foundry");
  private static final Corpus JVMS = new Corpus("jvm");
  private static final Corpus ALL = new Corpus("authority", "endpoint", "tool", "foundry", "jvm");

  private static Path assertions;

  @BeforeContainer
  static void log_everything() throws IOException {
    AgentLog.configure("trace", LogOutput.to(null, false));
    assertions = Files.createTempFile("assertion", null);
  }

  @AfterContainer
  static void tell() throws IOException {
    Files.delete(assertions);
    System.out.println("fuzzed: " + INPUTS + " inputs");
  }

  @Property(shrinking = ShrinkingMode.OFF, seed = SAME)
  void an_answer_of_an_authority_or_an_identity_endpoint(@ForAll long seed) throws IOException {
    Random random = input(seed);
    Secrets secrets = Secrets.of(random);
    String input = IDENTITY.input(random, secrets);
    Files.writeString(assertions, secrets.assertion());
    Map<String, String> environment =
        Map.of(
            "AZURE_CLIENT_ID",
            "client",
            "AZURE_TENANT_ID",
            "tenant",
            "AZURE_CLIENT_SECRET",
            secrets.secret(),
            "AZURE_FEDERATED_TOKEN_FILE",
            assertions.toString());
    String[] credentials = {
      "environment", "workload-identity", "managed-identity", "federated", "agent-identity"
    };
    String credential = credentials[random.nextInt(credentials.length)];
    // What the environment holds is known when the agent signs in
    KnownSecrets.add(secrets.secret());
    KnownSecrets.add(secrets.assertion());
    try (PrintedLines printed = new PrintedLines()) {
      TokenSourceException failure =
          FuzzedSignIn.failure(FuzzedSignIn.source(credential, environment, input));
      String told = failure == null ? "" : String.valueOf(failure.getMessage());
      new TokenLog().failed("cache", told, 0);
      PrintedLines.assertLog(input, printed.take(), secrets);
      PrintedLines.assertPlain(input, told);
      PrintedLines.assertNoSecret(input, told, secrets);
      if (failure != null) {
        String explained = SignInDiagnosis.explain(failure, asked(), Map.of()).line();
        PrintedLines.assertPlain(input, explained);
        PrintedLines.assertNoSecret(input, explained, secrets);
        String tried = failure.attempts().toString();
        PrintedLines.assertPlain(input, tried);
        PrintedLines.assertNoSecret(input, tried, secrets);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, seed = SAME)
  void a_text_of_a_developers_tool(@ForAll long seed) {
    for (int i = 0; i < INPUTS_OF_A_LIGHT_ONE; i++) {
      tool(seed + i);
    }
  }

  private static void tool(long seed) {
    Random random = input(seed);
    Secrets secrets = Secrets.of(random);
    String input = TOOLS.input(random, secrets);
    try (PrintedLines printed = new PrintedLines()) {
      String told = FuzzedSignIn.tool(input);
      PrintedLines.assertLog(input, printed.take(), secrets);
      PrintedLines.assertPlain(input, told);
      PrintedLines.assertNoSecret(input, told, secrets);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, seed = SAME)
  void an_answer_of_a_target(@ForAll long seed) {
    for (int i = 0; i < INPUTS_OF_A_LIGHT_ONE; i++) {
      target(seed + i);
    }
  }

  private static void target(long seed) {
    Random random = input(seed);
    Secrets secrets = Secrets.of(random);
    String input = TARGETS.input(random, secrets);
    int end = Math.max(input.indexOf('\n'), 0);
    String head = "HTTP/1.1 " + input.substring(0, end).replace(" ", " X\r\nContent-Type: ");
    String[] framings = {"", "", "Transfer-Encoding: chunked\r\n", "Content-Length: 9\r\n"};
    String raw =
        head
            + "\r\nWWW-Authenticate: Bearer realm="
            + secrets.token()
            + "\r\n"
            + framings[random.nextInt(framings.length)]
            + "\r\n"
            + input.substring(end);
    String sent = "Bearer " + secrets.token();
    try (PrintedLines printed = new PrintedLines()) {
      String told;
      try {
        HttpAnswer answer = ReadAnswer.of(raw.getBytes(StandardCharsets.UTF_8));
        Refusal refusal = Refusal.of(answer, sent);
        told =
            RefusalDiagnosis.explain(refusal, TokenClaims.of(sent), asked(), 0).line()
                + refusal.summary()
                + refusal.message();
      } catch (IOException unreadable) {
        told = SafeText.line(unreadable);
      }
      LoggerFactory.getLogger(OutputFuzzTest.class).warn("target answers: {}", told);
      PrintedLines.assertLog(input, printed.take(), secrets);
      PrintedLines.assertPlain(input, told);
      PrintedLines.assertNoSecret(input, told, secrets);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, seed = SAME)
  void an_answer_of_another_jvm(@ForAll long seed) {
    for (int i = 0; i < INPUTS_OF_A_LIGHT_ONE; i++) {
      anotherJvm(seed + i);
    }
  }

  private static void anotherJvm(long seed) {
    Random random = input(seed);
    Secrets secrets = Secrets.of(random);
    String input = JVMS.input(random, secrets);
    String shown = FuzzedAnswer.shown(input);
    for (String line : shown.split("\n", -1)) {
      if (!line.startsWith("{")) {
        PrintedLines.assertPlain(input, line);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, seed = SAME)
  void any_text_with_known_secrets_in_a_log_line_and_in_an_exception(@ForAll long seed) {
    Random random = input(seed);
    Secrets secrets = Secrets.of(random);
    secrets.all().forEach(KnownSecrets::add);
    String input = ALL.input(random, secrets);
    Throwable failure = new IOException(input, new IllegalStateException(input));
    failure.addSuppressed(new RuntimeException(input));
    AgentLogWriter atInfo = new AgentLogWriter(Map.of());
    try (PrintedLines printed = new PrintedLines()) {
      LoggerFactory.getLogger("reactor.core.publisher.Operators").error(input, failure);
      LoggerFactory.getLogger("com.microsoft.aad.msal4j.X").debug("{} {}", input, input);
      atInfo.write(
          new LogEntry(
              null,
              Thread.currentThread(),
              Map.of(),
              "x",
              "x",
              "x",
              1,
              null,
              Level.WARN,
              input,
              failure));
      PrintedLines.assertLog(input, printed.take(), secrets);
      String lines = SafeText.lines(input);
      PrintedLines.assertNoSecret(input, lines, secrets);
      for (String line : lines.split("\n", -1)) {
        PrintedLines.assertPlain(input, line);
      }
    }
  }

  private static Random input(long seed) {
    INPUTS.incrementAndGet();
    return new Random(BEGIN + seed);
  }

  private static Asked asked() {
    Identity identity = new Identity("default", null, null, null, null, null);
    return new Asked("h.openai.azure.com", "/openai/v1/models", "s", "", identity, null);
  }

  @Property(tries = 1)
  void the_corpus_is_read() {
    assertThat(IDENTITY.input(new Random(1), Secrets.of(new Random(1)))).isNotEmpty();
  }
}
