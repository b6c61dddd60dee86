package io.foundryidentity.agent.command;

import java.io.PrintWriter;

/** Shows on a terminal that a slow step is still running; prints nothing elsewhere. */
final class Progress implements AutoCloseable {

  private static final long FIRST_MILLIS = 700;
  private static final long NEXT_MILLIS = 1000;

  private final Terminal terminal;
  private final PrintWriter out;
  private final String step;
  private final Thread teller;
  private boolean told;
  private boolean done;

  Progress(Terminal terminal, PrintWriter out, String step) {
    this.terminal = terminal;
    this.out = out;
    this.step = step;
    teller = new Thread(this::tell, "foundry-identity-progress");
    teller.setDaemon(true);
    if (terminal.isInteractive()) {
      teller.start();
    }
  }

  private synchronized void tell() {
    long begin = System.nanoTime();
    long pause = FIRST_MILLIS;
    try {
      while (!done) {
        wait(pause);
        if (!done) {
          long seconds = (System.nanoTime() - begin + 500_000_000) / 1_000_000_000;
          terminal.clearLine(out);
          out.print("    " + step + " ... " + seconds + " s");
          out.flush();
          told = true;
          pause = NEXT_MILLIS;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    done = true;
    notifyAll();
    if (told) {
      terminal.clearLine(out);
    }
  }
}
