package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the very first request is authorized if the JVM starts with an AOT cache (Java 25 and
 * later), which loads classes of clients before the agent.
 *
 * <p>A failure may be a race, so there are several starts, each client being the first in every
 * other one. Each start uses a client as soon as a program can.
 */
public final class AotCache implements Check {

  /** What was on the command line when the cache was made. */
  public enum MadeWith {
    AN_EMPTY_AGENT("an empty agent"),
    ADDED_MODULE("--add-modules java.instrument"),
    /**
     * Java 25 crashes at its start with such a cache (seen: 25.0.3, 25.0.5): the cache has the
     * lambdas of {@code Stream$RequestSubscriber}, but not {@code Stream}, which the agent changed.
     */
    THIS_AGENT("this agent", 26);

    private final String words;
    private final int minimumJava;

    MadeWith(String words) {
      this(words, 25);
    }

    MadeWith(String words, int minimumJava) {
      this.words = words;
      this.minimumJava = minimumJava;
    }

    /** Java 24 has the cache too, but needs three steps to make one. */
    public boolean works(Jvm jvm) {
      return jvm.feature() >= minimumJava;
    }
  }

  private final MadeWith madeWith;
  private final int starts;

  public AotCache(MadeWith madeWith, int starts) {
    this.madeWith = madeWith;
    this.starts = starts;
  }

  /** The name of the row. */
  public String name() {
    return "AOT cache made with " + madeWith.words + ", first request";
  }

  @Override
  public Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException {
    String made =
        madeWith.name().toLowerCase(Locale.ROOT).replace('_', '-') + '-' + testBed.jvm().feature();
    Path folder = testBed.checkout().workFolder("aot-" + made);
    Path cache = folder.resolve("application.aot");
    Files.deleteIfExists(cache);
    Path emptyAgent = EmptyAgent.jar(folder);
    CaseProcess.Result maker =
        make(testBed.with("-XX:AOTCacheOutput=" + cache), agentJar, emptyAgent);
    if (!Files.isRegularFile(cache)) {
      return new Outcome(List.of("the JVM made no cache"), "", maker.noise());
    }
    TestBed using = testBed.with("-XX:AOTCache=" + cache);
    if (madeWith == MadeWith.AN_EMPTY_AGENT) {
      using = using.with("-javaagent:" + emptyAgent);
    }
    Path without = folder.resolve("without.log");
    Path with = folder.resolve("with.log");
    runCase(
        ArchivedClasses.logged(withoutThisAgent(using), without),
        madeWith == MadeWith.THIS_AGENT ? emptyAgent : null,
        "");
    runCase(ArchivedClasses.logged(using, with), agentJar, "");
    ArchivedClasses classes = ArchivedClasses.in(without, with, ArchivedClasses.ANY);
    List<String> faults = new ArrayList<>(classes.faults());
    List<String> printed = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      using.clear();
      Outcome one =
          Outcome.ofAnswers(
              using, runCase(using, agentJar, start % 2 == 0 ? "HttpClient" : "HttpURLConnection"));
      for (String fault : one.faults()) {
        faults.add("start " + start + ": " + fault);
        printed.addAll(one.printed());
      }
    }
    return new Outcome(List.copyOf(faults), starts + " starts, " + classes, printed);
  }

  /** The JVM does not use the cache without the module that it was made with. */
  private TestBed withoutThisAgent(TestBed using) {
    return madeWith == MadeWith.ADDED_MODULE ? using.with("--add-modules=java.instrument") : using;
  }

  private CaseProcess.Result make(TestBed testBed, Path agentJar, Path emptyAgent)
      throws IOException, InterruptedException {
    return switch (madeWith) {
      case AN_EMPTY_AGENT -> runCase(testBed, emptyAgent, "");
      case ADDED_MODULE -> runCase(testBed.with("--add-modules=java.instrument"), null, "");
      case THIS_AGENT -> runCase(testBed, agentJar, "");
    };
  }

  private static CaseProcess.Result runCase(
      TestBed testBed, @Nullable Path agentJar, String firstClient)
      throws IOException, InterruptedException {
    ClientCase program = ClientCase.FIRST_REQUEST;
    return testBed.run(
        List.of("-cp", testBed.checkout().jars(program), program.program(), firstClient),
        agentJar,
        Map.of());
  }
}
