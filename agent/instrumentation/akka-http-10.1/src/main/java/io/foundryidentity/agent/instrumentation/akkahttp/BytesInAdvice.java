package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.stream.impl.fusing.GraphInterpreter;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import io.foundryidentity.agent.bootstrap.KnownPeers;
import io.foundryidentity.agent.bootstrap.Peer;
import io.foundryidentity.agent.bootstrap.RenderedHead;
import java.io.IOException;
import net.bytebuddy.asm.Advice;

/**
 * Gives a TCP connection without TLS an authorized copy of a request's head, if the connection
 * leads to the target.
 *
 * <p>The stage asks for its inlet before it takes bytes from it. At that moment they are in the
 * slot of the inlet's connection, the first one of the stage. It takes none before it is connected.
 */
final class BytesInAdvice {

  private BytesInAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void authorize(@Advice.This GraphStageLogic connection) throws IOException {
    GraphInterpreter.Connection inlet = connection.portToConn()[0];
    Object element = inlet == null ? null : inlet.slot();
    RenderedHead head = element == null ? null : RenderedHead.of(element);
    if (head == null || !(element instanceof ByteString)) {
      return;
    }
    ByteString bytes = (ByteString) element;
    Peer remote = KnownPeers.of(connection);
    if (remote != null) {
      byte[] authorized = head.authorized(bytes.take(head.length()).asByteBuffer(), remote);
      if (authorized != null) {
        inlet.slot_$eq(ByteString.fromArray(authorized).concat(bytes.drop(head.length())));
      }
    }
  }
}
