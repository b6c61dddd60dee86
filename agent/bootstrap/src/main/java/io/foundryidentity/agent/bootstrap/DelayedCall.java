package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/** A call of a method of the client's own that is made later. */
final class DelayedCall {

  private final MethodHandles.Lookup caller;
  private final Method method;
  private final Object receiver;
  private final Object[] arguments;
  final int stream;

  /**
   * @param caller a look-up of the class that declares the method
   * @param stream of HTTP/2; 0 for HTTP/1.1
   */
  DelayedCall(
      MethodHandles.Lookup caller, Method method, Object receiver, Object[] arguments, int stream) {
    this.caller = caller;
    this.method = method;
    this.receiver = receiver;
    this.arguments = arguments;
    this.stream = stream;
  }

  void make() {
    try {
      // Not a virtual call: what a subclass does before it calls this method was done the first
      // time
      caller
          .unreflectSpecial(method, method.getDeclaringClass())
          .bindTo(receiver)
          .invokeWithArguments(arguments);
    } catch (Throwable failure) {
      AuthorizationBridge.tell(failure);
    }
  }
}
