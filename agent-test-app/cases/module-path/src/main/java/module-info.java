/** An application of named modules. */
module io.foundryidentity.cases.modulepath {
  requires io.foundryidentity.cases.calls;
  requires java.net.http;
  requires okhttp3;
}
