package io.foundryidentity.servers.application;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Asks whenever it is asked. */
@Path("/questions")
public class QuestionsResource {

  @GET
  @Blocking
  public String questions() {
    return String.join("\n", Questions.ask());
  }
}
