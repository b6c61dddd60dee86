package io.foundryidentity.runner.checks;

import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import io.foundryidentity.runner.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Checks an application on the module path: named modules do not read the bridge's module. */
public final class ModulePath implements Check {

  @Override
  public Outcome run(TestBed testBed, Path agentJar) throws IOException, InterruptedException {
    ClientCase program = ClientCase.MODULE_PATH;
    String main = program.program();
    String module = main.substring(0, main.lastIndexOf('.'));
    CaseProcess.Result result =
        testBed.run(
            List.of("-p", testBed.checkout().jars(program), "-m", module + "/" + main),
            agentJar,
            Map.of());
    return Outcome.ofAnswers(testBed, result);
  }
}
