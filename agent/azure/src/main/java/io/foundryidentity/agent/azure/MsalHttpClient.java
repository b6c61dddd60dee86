package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** msal4j's requests on the pipeline that azure-identity's take. */
final class MsalHttpClient implements IHttpClient {

  private final HttpPipeline pipeline;

  MsalHttpClient(HttpPipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public IHttpResponse send(HttpRequest request) {
    com.azure.core.http.HttpRequest sent =
        new com.azure.core.http.HttpRequest(
            HttpMethod.valueOf(request.httpMethod().name()), request.url());
    if (request.headers() != null) {
      request
          .headers()
          .forEach((name, value) -> sent.setHeader(HttpHeaderName.fromString(name), value));
    }
    if (request.body() != null) {
      sent.setBody(BinaryData.fromString(request.body()));
    }
    try (com.azure.core.http.HttpResponse answer = pipeline.sendSync(sent, Context.NONE)) {
      Map<String, List<String>> headers = new HashMap<>();
      answer
          .getHeaders()
          .forEach(
              header ->
                  headers.put(header.getName(), Collections.singletonList(header.getValue())));
      HttpResponse copy = new HttpResponse();
      copy.addHeaders(headers);
      return copy.statusCode(answer.getStatusCode()).body(answer.getBodyAsBinaryData().toString());
    }
  }
}
