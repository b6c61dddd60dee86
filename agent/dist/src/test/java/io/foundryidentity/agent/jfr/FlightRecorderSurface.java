package io.foundryidentity.agent.jfr;

import io.foundryidentity.agent.dist.Sources;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The events of Java Flight Recorder with their fields, a line for each field. */
public final class FlightRecorderSurface {

  private static final Pattern EVENT = Pattern.compile("class (\\w+) extends Event\\b");

  private FlightRecorderSurface() {}

  public static List<String> lines() throws IOException, ClassNotFoundException {
    List<String> lines = new ArrayList<>();
    for (MatchResult event : EVENT.matcher(Sources.of("jfr")).results().toList()) {
      Class<?> type =
          Class.forName(FlightRecorderSurface.class.getPackageName() + "." + event.group(1));
      String head = "jfr " + type.getAnnotation(Name.class).value() + " ";
      for (Field field : type.getDeclaredFields()) {
        // The JVM adds fields of its own
        if (field.isAnnotationPresent(Label.class)) {
          lines.add(head + field.getName() + " " + field.getType().getSimpleName());
        }
      }
    }
    return lines;
  }
}
