package io.foundryidentity.benchmark;

import java.util.List;

/** What a measuring main was asked for. */
final class Arguments {

  private boolean quick;
  private boolean check;
  private String only = "";
  private String out;

  Arguments(String[] given, String part) {
    out = "target/benchmark/" + part + ".json";
    for (String argument : given) {
      if (argument.equals("--quick")) {
        quick = true;
      } else if (argument.equals("--check")) {
        check = true;
      } else if (argument.startsWith("--only=")) {
        only = argument.substring("--only=".length());
      } else if (argument.startsWith("--out=")) {
        out = argument.substring("--out=".length());
      } else {
        System.err.println("unknown argument " + argument);
        System.exit(2);
      }
    }
  }

  boolean quick() {
    return quick;
  }

  boolean check() {
    return check;
  }

  /** A regular expression; empty for all. */
  String only() {
    return only;
  }

  String out() {
    return out;
  }

  /** Ends the process with 1 where a budget is broken. */
  void judge(List<String> broken) {
    broken.forEach(line -> System.err.println("budget broken: " + line));
    if (!broken.isEmpty()) {
      System.exit(1);
    }
    System.out.println("all budgets hold");
  }
}
