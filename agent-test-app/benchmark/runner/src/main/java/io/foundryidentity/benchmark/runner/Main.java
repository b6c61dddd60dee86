package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures, judges, or writes the page; scripts/benchmark calls it.
 *
 * <p>Arguments: the checkout, then {@code startup}, {@code memory}, {@code throughput}, {@code
 * budgets [PART...]} or {@code page}, and {@code --quick}. Ends with 1 where a budget is broken,
 * with 2 where it could not do its work.
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
      case "page" -> new Page(checkout).write();
      case "budgets" -> {
        return judge(new Budgets(checkout).of(parts(arguments)));
      }
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    return 0;
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
