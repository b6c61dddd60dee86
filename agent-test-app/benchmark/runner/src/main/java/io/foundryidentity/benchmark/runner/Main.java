package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures, judges, or writes the page; scripts/benchmark calls it.
 *
 * <p>Arguments: the checkout, then {@code startup}, {@code archives}, {@code memory}, {@code
 * throughput}, {@code requests [STACK...]}, {@code budgets [PART...]} or {@code page}, and {@code
 * --quick}. Ends with 1 where a budget is broken, with 2 where it could not do its work.
 */
public final class Main {

  public static void main(String[] arguments) throws InterruptedException {
    try {
      System.exit(run(arguments));
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      System.exit(2);
    }
  }

  private static int run(String[] arguments) throws IOException, InterruptedException {
    Checkout checkout = new Checkout(Path.of(arguments[0]).toAbsolutePath().normalize());
    boolean quick = arguments.length > 2 && arguments[2].equals("--quick");
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    switch (arguments[1]) {
      case "machine" -> new Machine(checkout).record();
      case "startup" -> new Startup(checkout, plan).run().write(checkout.results("startup"));
      case "memory" -> new Memory(checkout, plan).run().write(checkout.results("memory"));
      case "throughput" ->
          new Throughput(checkout, plan).run().write(checkout.results("throughput"));
      case "archives" ->
          new ArchivedService(checkout, quick ? 3 : 7).run().write(checkout.results("archives"));
      case "archives-section" -> new ArchivesSection(checkout).write();
      case "requests" ->
          new Requests(checkout, quick ? RequestPlan.QUICK : RequestPlan.FULL)
              .run(stacks(arguments))
              .write(checkout.results("requests"));
      case "page" -> new Page(checkout).write();
      case "scale-section" -> new ScaleSection(checkout).replace();
      case "budgets" -> {
        return judge(new Budgets(checkout).of(parts(arguments)));
      }
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    return 0;
  }

  /** Named for a closer look at some; all without a name. */
  private static List<String> stacks(String[] arguments) {
    List<String> named =
        Arrays.stream(arguments).skip(2).filter(each -> !each.equals("--quick")).toList();
    return named.isEmpty() ? Requests.STACKS : named;
  }

  private static List<String> parts(String[] arguments) {
    return arguments.length > 2
        ? Arrays.asList(arguments).subList(2, arguments.length)
        : Budgets.PARTS;
  }

  private static int judge(List<Verdict> verdicts) {
    verdicts.forEach(verdict -> System.out.println(verdict.line()));
    long broken =
        verdicts.stream().filter(verdict -> verdict.state() == Verdict.State.BROKEN).count();
    System.out.printf("%d budgets, %d broken%n", verdicts.size(), broken);
    return broken > 0 ? 1 : 0;
  }
}
