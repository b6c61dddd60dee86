package io.foundryidentity.agent.dist.program;

import java.io.IOException;

/** One request over OkHttp; prints the status. */
public final class OkHttpMain {

  private OkHttpMain() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(new OkHttpGet(arguments[0]).call());
    System.exit(0); // OkHttp's own threads stay for a minute
  }
}
