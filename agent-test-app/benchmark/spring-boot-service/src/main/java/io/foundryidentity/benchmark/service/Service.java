package io.foundryidentity.benchmark.service;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code GET /ask} by what the model says. Prints {@code READY <port>} when it can. */
@SpringBootApplication
public class Service {

  public static void main(String[] arguments) {
    ConfigurableApplicationContext context = SpringApplication.run(Service.class, arguments);
    System.out.println("READY\t" + context.getEnvironment().getProperty("local.server.port"));
  }

  /** The one route. */
  @RestController
  static class Ask {

    private final ChatModel model;

    Ask(ChatModel model) {
      this.model = model;
    }

    @GetMapping("/ask")
    @Nullable String ask() {
      return model.call("Hi");
    }
  }
}
