package io.foundryidentity.agent.instrumentation.okhttp;

import java.util.List;
import okhttp3.Protocol;

/** The same over HTTP/2. */
class OkHttp2Test extends OkHttpTest {

  @Override
  List<Protocol> protocols() {
    return List.of(Protocol.HTTP_2);
  }
}
