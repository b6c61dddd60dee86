import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AskTest {

  @Test
  void the_request_is_authorized() throws Exception {
    assertEquals(200, Ask.status());
  }
}
