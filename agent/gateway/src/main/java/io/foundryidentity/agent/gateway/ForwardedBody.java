package io.foundryidentity.agent.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way to the target: kept as a whole, so that it can be sent twice, or
 * streamed once.
 */
final class ForwardedBody {

  private static final int LONGEST_KEPT = 1 << 20;

  /** Up to this length the memory is taken before the bytes are there. */
  private static final int SMALL = 64 * 1024;

  private static final byte[] NONE = {};

  private final byte @Nullable [] kept;
  private final RequestBody body;
  private final InputStream stream;
  private final long length;

  private ForwardedBody(byte @Nullable [] kept, RequestBody body, InputStream stream, long length) {
    this.kept = kept;
    this.body = body;
    this.stream = stream;
    this.length = length;
  }

  /** Reads the body if it is short, so that a client that breaks off leaves no request behind. */
  static ForwardedBody of(RequestBody body) throws IOException {
    long length = body.length();
    if (length > LONGEST_KEPT) {
      return new ForwardedBody(null, body, body, length);
    }
    byte[] begin;
    if (length >= 0 && length <= SMALL) {
      begin = length == 0 ? NONE : new byte[(int) length];
      body.readNBytes(begin, 0, begin.length);
    } else {
      begin = body.readNBytes(length < 0 ? LONGEST_KEPT : (int) length);
    }
    return body.hasEnded()
        ? new ForwardedBody(begin, body, body, begin.length)
        : new ForwardedBody(
            null, body, new SequenceInputStream(new ByteArrayInputStream(begin), body), -1);
  }

  /** Whether it can be sent again. */
  boolean isKept() {
    return kept != null;
  }

  /** All of it; null if it is streamed. */
  byte @Nullable [] kept() {
    return kept;
  }

  /** In bytes; -1 if it is not known. */
  long length() {
    return length;
  }

  /** All of it; can be read once if it is streamed. */
  InputStream stream() {
    return kept == null ? handedOver() : new ByteArrayInputStream(kept);
  }

  /** For the JDK's client. */
  BodyPublisher publisher() {
    return kept == null ? new StreamedBody(handedOver(), length) : new KeptBody(kept);
  }

  private InputStream handedOver() {
    body.handOver();
    return stream;
  }
}
