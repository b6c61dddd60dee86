package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An application that is started from its module path: named modules do not read the bridge's. */
final class ModulePath implements Check {

  @Override
  public Outcome on(Stage stage, Path agentJar) throws IOException, InterruptedException {
    ClientCase program = ClientCase.MODULE_PATH;
    String main = program.program();
    String module = main.substring(0, main.lastIndexOf('.'));
    CaseProcess.Result result =
        stage.run(
            List.of("-p", stage.checkout().jars(program), "-m", module + "/" + main),
            agentJar,
            Map.of());
    return Outcome.ofAnswers(stage, result);
  }
}
