package io.foundryidentity.cases.virtualthreads;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import io.foundryidentity.cases.calls.RawCalls;
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
 * Asks from a virtual thread for each request, over three clients at once. Its argument is the
 * address of somebody who needs no token: each client is loaded by a request to that one, before
 * there is anything to wait for.
 *
 * <p>One more thread is pinned on purpose, by {@link Pinned}: where a recording does not show that
 * one, it would not show another either.
 */
public final class Main {

  /** Over each client. */
  private static final int REQUESTS = 70;

  private static final String QUESTION =
      "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Who am I?\"}]}";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Foundry foundry = Foundry.from(System.getenv());
    ExecutorService threads = virtualThreads();
    threads.submit(Pinned::touch).get();

    try (Clients clients = new Clients(foundry.key())) {
      for (RawCalls.Way way : clients.ways().values()) {
        way.post(arguments[0], QUESTION);
      }
      ask(foundry.url() + "/openai/v1/chat/completions", clients, threads);
    }
    threads.shutdown();
  }

  private static void ask(String url, Clients clients, ExecutorService threads) {
    Map<String, List<Future<String>>> answers = new LinkedHashMap<>();
    clients
        .ways()
        .forEach(
            (client, way) -> {
              List<Future<String>> all = new ArrayList<>();
              for (int i = 0; i < REQUESTS; i++) {
                all.add(threads.submit(() -> way.post(url, QUESTION).chat()));
              }
              answers.put(client, all);
            });
    Calls calls = new Calls(System.out);
    answers.forEach((client, all) -> calls.call("chat " + client, () -> theOne(all)));
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
