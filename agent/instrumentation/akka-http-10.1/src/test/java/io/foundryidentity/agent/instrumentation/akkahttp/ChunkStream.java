package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.stream.Materializer;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.StreamConverters;
import akka.util.ByteString;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Enumeration;
import java.util.Iterator;

/** A body as an input stream; Akka 2.5's own fails if it is asked for 0 bytes, or after its end. */
final class ChunkStream implements Enumeration<InputStream> {

  private final Iterator<ByteString> chunks;

  private ChunkStream(Iterator<ByteString> chunks) {
    this.chunks = chunks;
  }

  static InputStream of(Source<ByteString, ?> body, Materializer streams) {
    Iterator<ByteString> chunks =
        body.runWith(StreamConverters.<ByteString>asJavaStream(), streams).iterator();
    return new SequenceInputStream(new ChunkStream(chunks));
  }

  @Override
  public boolean hasMoreElements() {
    return chunks.hasNext();
  }

  @Override
  public InputStream nextElement() {
    return chunks.next().iterator().asInputStream();
  }
}
