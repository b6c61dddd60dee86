package io.foundryidentity.benchmark;

import io.foundryidentity.benchmark.scale.ScaleSimulation;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Simulates ten thousand JVMs behind one identity endpoint, with the agent's own token cache and
 * without waiting: a minute of a processor for days.
 *
 * <p>Arguments: {@code --out=FILE}, by default {@code target/benchmark/scale.json}; {@code --quick}
 * for a tenth of the JVMs behind endpoints with a tenth of the limits.
 */
public final class Scale {

  private Scale() {}

  public static void main(String[] arguments) throws IOException {
    Arguments given = new Arguments(arguments, "scale");
    String all = new ScaleSimulation(given.quick() ? 10 : 1).json();
    System.out.println(all);
    JsonFile.write(Path.of(given.out()), "[\n" + all + "\n]");
  }
}
