<%@ page contentType="text/plain" import="java.io.*, java.net.*, java.nio.charset.StandardCharsets" %><%
  String base = System.getenv("FOUNDRY_RESOURCE_URL");
  String question = "{\"model\": \"gpt-4.1-mini\", \"messages\": [{\"role\": \"user\", \"content\": \"Who am I?\"}]}";
  HttpURLConnection call = (HttpURLConnection) new URL(base + "/openai/v1/chat/completions").openConnection();
  call.setRequestProperty("authorization", "Bearer placeholder");
  call.setRequestProperty("content-type", "application/json");
  call.setDoOutput(true);
  call.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
  int status = call.getResponseCode();
  response.setStatus(status);
  try (InputStream body = status < 400 ? call.getInputStream() : call.getErrorStream()) {
    out.print(new String(body.readAllBytes(), StandardCharsets.UTF_8));
  }
%>
