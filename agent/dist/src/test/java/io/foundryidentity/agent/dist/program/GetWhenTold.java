package io.foundryidentity.agent.dist.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Says that it is ready, then asks the URL each time a line comes in and prints the status; ends
 * with its input.
 */
public final class GetWhenTold {

  private GetWhenTold() {}

  public static void main(String[] urls) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    System.out.println("ready");
    while (in.readLine() != null) {
      System.out.println("status " + Get.status(urls[0]));
    }
  }
}
