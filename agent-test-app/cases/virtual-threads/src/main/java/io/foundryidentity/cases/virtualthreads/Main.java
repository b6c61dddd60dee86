package io.foundryidentity.cases.virtualthreads;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks from a virtual thread for each request, over three clients at once.
 *
 * <p>One more thread is pinned on purpose, by {@link Pinned}: where a recording does not show that
 * one, it would not show another either.
 */
public final class Main {

  /** Over each client. */
  private static final int REQUESTS = 70;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Clients clients = new Clients(Foundry.from(System.getenv()));
    ExecutorService threads = virtualThreads();
    threads.submit(Pinned::touch).get();

    Map<String, List<Future<String>>> answers = new LinkedHashMap<>();
    for (Map.Entry<String, Clients.Way> way : clients.ways().entrySet()) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        all.add(threads.submit(way.getValue()::ask));
      }
      answers.put(way.getKey(), all);
    }
    Calls calls = new Calls(System.out);
    answers.forEach((client, all) -> calls.call("chat " + client, () -> theOne(all)));
    threads.shutdown();
    clients.close();
  }

  /** That of Java 21; what builds this is older. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  /** The answer that everybody got; a second one is a failure. */
  private static String theOne(List<Future<String>> answers)
      throws InterruptedException, ExecutionException, IOException {
    Set<String> different = new TreeSet<>();
    for (Future<String> answer : answers) {
      different.add(answer.get());
    }
    if (different.size() != 1) {
      throw new IOException("Different answers to one question: " + different);
    }
    return answers.size() + " times: " + different.iterator().next();
  }
}
