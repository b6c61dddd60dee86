package io.foundryidentity.agent.instrumentation.netty.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.string.StringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Sends text through an encoder that is no HTTP encoder, and gives back what would go out. */
public final class Lines implements UnaryOperator<String> {

  @Override
  public String apply(String text) {
    EmbeddedChannel channel = new EmbeddedChannel(new StringEncoder(StandardCharsets.UTF_8));
    channel.writeOutbound(text);
    ByteBuf sent = channel.readOutbound();
    try {
      return sent.toString(StandardCharsets.UTF_8);
    } finally {
      sent.release();
      channel.finishAndReleaseAll();
    }
  }
}
