package io.foundryidentity.deployment;

import com.openai.errors.OpenAIServiceException;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands a question on to the model, and the model's refusal back. */
@RestController
class Questions {

  private final ChatModel model;

  Questions(ChatModel model) {
    this.model = model;
  }

  @GetMapping("/ask")
  String ask() {
    return model.call("Who am I?");
  }

  @ExceptionHandler
  ResponseEntity<String> refused(OpenAIServiceException refusal) {
    return ResponseEntity.status(refusal.statusCode()).body(refusal.getMessage());
  }
}
