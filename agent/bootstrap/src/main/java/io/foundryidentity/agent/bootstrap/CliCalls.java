package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Called for what a client library asks of the command line program that makes its requests; the
 * isolated side implements it.
 *
 * <p>Public because the implementation lives in another class loader. The methods of a library's
 * objects are called through a look-up of the library's own class, which no module system refuses.
 */
public interface CliCalls {

  /**
   * A call that is about to be made.
   *
   * @param library a look-up of the class whose method this is
   * @param connection the library's object for the connection to the program
   * @param method the call's name
   * @param parameters the library's object that becomes the call's parameters
   * @param answer the class into which the library converts the answer
   * @return the answer of the call that was made instead; null to leave the call as it is
   */
  @Nullable CompletableFuture<?> call(
      MethodHandles.Lookup library,
      Object connection,
      String method,
      @Nullable Object parameters,
      Class<?> answer);

  /** A connection that is open, to a program that the library started itself. */
  void connectedToOwn(Object connection);

  /** A connection that ends. */
  void closed(Object connection);

  /**
   * The library is about to start its program.
   *
   * @param library a look-up of the class that starts it
   * @param options the library's object with the options of the start
   * @return what {@link #started} must undo, or null
   */
  @Nullable Object starting(MethodHandles.Lookup library, Object options);

  /** The program was started, or could not be. */
  void started(Object undo);
}
