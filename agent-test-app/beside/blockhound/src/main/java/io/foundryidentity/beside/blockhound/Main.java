package io.foundryidentity.beside.blockhound;

import io.foundryidentity.cases.calls.Calls;
import io.netty.channel.EventLoop;
import java.util.concurrent.ExecutionException;
import reactor.netty.resources.LoopResources;

/** Asks over Reactor Netty, and then blocks an event loop on purpose. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    io.foundryidentity.cases.reactornetty.Main.main(arguments);
    new Calls(System.out).call("a blocking call is found", Main::block);
  }

  private static String block() throws InterruptedException {
    LoopResources resources = LoopResources.create("blocked", 1, true);
    try {
      EventLoop loop = resources.onClient(false).next();
      loop.submit(
              () -> {
                Thread.sleep(1);
                return "slept";
              })
          .get();
      throw new IllegalStateException("nobody has noticed that an event loop sleeps");
    } catch (ExecutionException found) {
      if (found.getCause() instanceof BlockingCalls.BlockedHere) {
        return Calls.describe(found);
      }
      throw new IllegalStateException(found.getCause());
    } finally {
      resources.dispose();
    }
  }
}
