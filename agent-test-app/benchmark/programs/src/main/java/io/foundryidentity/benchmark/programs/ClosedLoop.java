package io.foundryidentity.benchmark.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;

/**
 * Eight threads over one HTTP client, each of which sends when it has its answer.
 *
 * <p>Arguments: the stack ({@code jdk}, {@code okhttp}, {@code apache}, {@code reactor-netty},
 * {@code http-url-connection}, {@code jetty}, {@code async-http-client}) and the way of authorizing
 * ({@code static}, {@code hook}, {@code azure-identity}, {@code none}). Each line of its input is a
 * piece of work, {@code millis N} or {@code requests N}, answered by a line {@code DONE <requests>
 * <nanoseconds> <p50> <p99> <p99.9>}, or {@code collect}, a full garbage collection, answered by
 * {@code DONE}. An answer other than 200 ends the program with 1.
 */
public final class ClosedLoop {

  public static void main(String[] arguments) {
    int exit = 0;
    try {
      serve(arguments);
    } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
      e.printStackTrace();
      exit = 1;
    }
    System.exit(exit); // Its own threads and some clients' are no daemons
  }

  private static void serve(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    // As services do. The agent would do it after ten seconds, and the classes that this loads make
    // the JVM compile again what was compiled before
    MBeanServer unused = ManagementFactory.getPlatformMBeanServer();
    Question question =
        new Question(
            URI.create(System.getenv("FOUNDRY_URL") + "/openai/v1/chat/completions"),
            Authorizations.named(arguments[1]),
            Authorizations.late(arguments[1]));
    Sender sender = sender(arguments[0], question);
    ExecutorService threads = Executors.newFixedThreadPool(Question.CONNECTIONS);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("READY");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answer(line, threads, sender));
    }
  }

  private static String answer(String line, ExecutorService threads, Sender sender)
      throws InterruptedException, ExecutionException {
    if (line.equals("collect")) {
      System.gc();
      return "DONE";
    }
    long amount = Long.parseLong(line.substring(line.indexOf(' ') + 1));
    return line.startsWith("millis ")
        ? work(threads, sender, TimeUnit.MILLISECONDS.toNanos(amount), Long.MAX_VALUE)
        : work(threads, sender, TimeUnit.HOURS.toNanos(1), amount);
  }

  private static Sender sender(String stack, Question question) {
    return switch (stack) {
      case "jdk" -> new JdkSender(question);
      case "okhttp" -> new OkHttpSender(question);
      case "apache" -> new ApacheSender(question);
      case "reactor-netty" -> new ReactorNettySender(question);
      case "http-url-connection" -> new UrlConnectionSender(question);
      case "jetty" -> new JettySender(question);
      case "async-http-client" -> new AsyncHttpClientSender(question);
      default -> throw new IllegalArgumentException(stack);
    };
  }

  private static String work(ExecutorService threads, Sender sender, long nanos, long requests)
      throws InterruptedException, ExecutionException {
    AtomicLong left = new AtomicLong(requests);
    long start = System.nanoTime();
    List<Callable<Latencies>> tasks = new ArrayList<>();
    for (int i = 0; i < Question.CONNECTIONS; i++) {
      tasks.add(() -> loop(sender, start + nanos, left));
    }
    Latencies all = new Latencies();
    List<Future<Latencies>> done = threads.invokeAll(tasks);
    long elapsed = System.nanoTime() - start;
    for (Future<Latencies> one : done) {
      all.add(one.get());
    }
    return String.format(
        Locale.ROOT,
        "DONE %d %d %d %d %d",
        all.total(),
        elapsed,
        all.percentile(50),
        all.percentile(99),
        all.percentile(99.9));
  }

  private static Latencies loop(Sender sender, long end, AtomicLong left)
      throws IOException, InterruptedException {
    Latencies latencies = new Latencies();
    long now = System.nanoTime();
    while (now - end < 0 && left.getAndDecrement() > 0) {
      int status = sender.send();
      if (status != 200) {
        throw new IOException("answered " + status);
      }
      long then = now;
      now = System.nanoTime();
      latencies.add(now - then);
    }
    return latencies;
  }
}
