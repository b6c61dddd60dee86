package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Checks that virtual threads do not pin their carrier threads while they wait for a first token in
 * the agent.
 *
 * <p>The program pins one thread on purpose, to prove that the recording shows pinned threads.
 */
public final class PinningCheck implements Check {

  private static final String PINNED = "jdk.VirtualThreadPinned";
  private static final String STARTED = "jdk.VirtualThreadStart";
  private static final String FETCHED = "io.foundryidentity.TokenFetch";

  private static final String OF_AGENT = "io.foundryidentity.agent.";
  private static final String ON_PURPOSE = "io.foundryidentity.cases.virtualthreads.Pinned";

  /** Long enough for the program to start its threads; its clients are loaded before. */
  private static final Duration IDENTITY_TAKES = Duration.ofSeconds(4);

  /** Half of the time that the first threads wait for the token. */
  private static final Duration LONG = Duration.ofSeconds(2);

  /** Of 210 threads; fewer than all, as the machine may be busy. */
  private static final int WAITING_AT_LEAST = 100;

  @Override
  public Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException {
    Path folder = testBed.checkout().workFolder("virtual-threads-" + testBed.jvm().feature());
    Path recording = folder.resolve("recording.jfr");
    Files.deleteIfExists(recording);
    TestBed recorded =
        testBed
            .with("-Dfoundry.identity.prefetch=never") // The first request asks for the token
            .with("-XX:FlightRecorderOptions:stackdepth=256")
            .with(
                "-XX:StartFlightRecording:filename=" + recording + ",settings=" + settings(folder));
    String stranger = "https://127.0.0.1:" + testBed.simulator().stranger().port() + "/";
    testBed.simulator().identity().delay(IDENTITY_TAKES);
    try {
      CaseProcess.Result result =
          recorded.run(ClientCase.VIRTUAL_THREADS, agentJar, List.of(stranger), call -> {});
      Outcome answers = Outcome.ofAnswers(testBed, result);
      List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
      long waiting = startedBeforeToken(events);
      return answers.and(
          faults(events, waiting),
          waiting + " threads waited for the token, none of them pinned by the agent");
    } finally {
      testBed.simulator().identity().recover();
    }
  }

  private static List<String> faults(List<RecordedEvent> events, long waiting) {
    List<String> faults = new ArrayList<>();
    if (waiting < WAITING_AT_LEAST) {
      faults.add("only " + waiting + " threads were there before the token was");
    }
    if (pinned(events, ON_PURPOSE).isEmpty()) {
      faults.add("the recording does not show the thread that is pinned on purpose");
    }
    pinned(longOnes(events), OF_AGENT).stream()
        .filter(stack -> !loadsClass(stack, OF_AGENT))
        .forEach(stack -> faults.add("pinned in the agent: " + String.join(" < ", stack)));
    return faults;
  }

  /**
   * Without those that wait for milliseconds until another thread has loaded a class or linked a
   * call; the JVM does not show a frame for each of these. A wait for the token takes seconds.
   */
  private static List<RecordedEvent> longOnes(List<RecordedEvent> events) {
    return events.stream().filter(event -> event.getDuration().compareTo(LONG) >= 0).toList();
  }

  /** The stacks of pinned threads with a frame of such a class: the names of classes, top first. */
  private static List<List<String>> pinned(List<RecordedEvent> events, String classPrefix) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .map(RecordedEvent::getStackTrace)
        .filter(Objects::nonNull)
        .map(PinningCheck::classes)
        .filter(stack -> stack.stream().anyMatch(name -> name.startsWith(classPrefix)))
        .toList();
  }

  /**
   * Whether the thread waits in a class loader that such a class called. Where several virtual
   * threads need a class for the first time, one loads it and the JVM pins the others until it is
   * there, in any code; that has nothing to do with the wait for a token.
   */
  static boolean loadsClass(List<String> stack, String classPrefix) {
    return stack.stream()
        .takeWhile(name -> !name.startsWith(classPrefix))
        .anyMatch(
            name ->
                name.equals("java.lang.ClassLoader") || name.startsWith("jdk.internal.loader."));
  }

  private static List<String> classes(RecordedStackTrace stack) {
    return stack.getFrames().stream().map(frame -> frame.getMethod().getType().getName()).toList();
  }

  private static long startedBeforeToken(List<RecordedEvent> events) {
    Instant token =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(FETCHED))
            .map(RecordedEvent::getEndTime)
            .min(Instant::compareTo)
            .orElse(Instant.MIN);
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(STARTED))
        .filter(event -> event.getStartTime().isBefore(token))
        .count();
  }

  /** Records every event of the three kinds, however short, and no others. */
  private static Path settings(Path folder) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration version=\"2.0\">\n");
    for (String event : List.of(PINNED, STARTED, FETCHED)) {
      xml.append("<event name=\"").append(event).append("\">\n");
      xml.append("<setting name=\"enabled\">true</setting>\n");
      xml.append("<setting name=\"threshold\">0 ns</setting>\n");
      xml.append("<setting name=\"stackTrace\">true</setting>\n</event>\n");
    }
    return Files.writeString(folder.resolve("events.jfc"), xml.append("</configuration>\n"));
  }
}
