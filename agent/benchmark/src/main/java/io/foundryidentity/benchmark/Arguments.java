package io.foundryidentity.benchmark;

/** The arguments of a benchmark's main. */
final class Arguments {

  private boolean quick;
  private String only = "";
  private String out;

  Arguments(String[] given, String part) {
    out = "target/benchmark/" + part + ".json";
    for (String argument : given) {
      if (argument.equals("--quick")) {
        quick = true;
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

  /** A regular expression; empty for all. */
  String only() {
    return only;
  }

  String out() {
    return out;
  }
}
