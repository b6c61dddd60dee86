package io.foundryidentity.cases.copilotsdk;

import com.github.copilot.CopilotSession;
import com.github.copilot.rpc.SessionConfig;
import java.util.ArrayList;
import java.util.List;

/** What a session, or several, can do. Each step is printed under the play's name. */
enum Play {
  TURNS {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession whole = stage.session(stage.config().setStreaming(false));
      CopilotSession streamed = stage.session(stage.config());
      for (int turn = 1; turn <= stage.settings().turns(); turn++) {
        stage.turn("TURNS " + turn, whole);
        stage.turn("TURNS streaming " + turn, streamed);
        stage.pause();
      }
    }
  },

  TWELVE {
    @Override
    void run(Stage stage) throws Exception {
      List<CopilotSession> sessions = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        sessions.add(stage.session(stage.config()));
      }
      for (int turn = 1; turn <= SOME; turn++) {
        List<Thread> talking = new ArrayList<>();
        for (CopilotSession session : sessions) {
          String name = "TWELVE " + turn + "." + (sessions.indexOf(session) + 1);
          Thread thread = new Thread(() -> stage.turn(name, session), name);
          thread.start();
          talking.add(thread);
        }
        for (Thread thread : talking) {
          thread.join();
        }
        stage.pause();
        stage.pause();
      }
    }
  },

  /** A turn with tool calls that take longer than a token lives, and one after it. */
  TOOL {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.config());
      stage.step("TOOL", () -> Stage.ask(session, stage.settings().longWork()));
      stage.turn("TOOL after", session);
    }
  },

  SUBAGENT {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.config());
      for (int turn = 1; turn <= SOME; turn++) {
        var ended = session.next("subagent.completed");
        String question = "Let another agent say hello " + turn + " times";
        stage.step(
            "SUBAGENT " + turn,
            () -> {
              String answer = Stage.ask(session, question);
              Stage.wait(ended);
              return answer;
            });
        stage.pause();
        stage.pause();
      }
    }
  },

  ABORT {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.config());
      var working = session.next("tool.execution_start");
      var turn = session.sendAndWait(stage.settings().longWork());
      Stage.wait(working);
      stage.step(
          "ABORT",
          () -> {
            Stage.wait(session.abort());
            Stage.wait(turn.handle((answer, failure) -> "stopped"));
            return "stopped";
          });
      stage.turn("ABORT after", session);
    }
  },

  RESUME {
    @Override
    void run(Stage stage) throws Exception {
      SessionConfig config = stage.config();
      CopilotSession session = stage.session(config);
      stage.turn("RESUME before", session);
      for (int turn = 1; turn <= SOME; turn++) {
        session.close();
        stage.pause();
        session = stage.resumed(config);
        stage.turn("RESUME " + turn, session);
      }
    }
  },

  FORK {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.config());
      stage.turn("FORK before", session);
      String id = Stage.wait(stage.client().forkSession(session.getSessionId()));
      CopilotSession fork = stage.resumed(stage.config().setSessionId(id));
      for (int turn = 1; turn <= SOME; turn++) {
        stage.turn("FORK " + turn, fork);
        stage.turn("FORK of " + turn, session);
        stage.pause();
        stage.pause();
      }
    }
  },

  /** Another provider in mid-session, for longer than a token lives, and the first one again. */
  ADD {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.registry("first"));
      stage.turn("ADD before", session);
      Stage.wait(
          session.addProviders(List.of(stage.named("second")), List.of(stage.modelOf("second"))));
      changed(stage, session, "ADD");
      stage.step("ADD tool", () -> Stage.ask(session, stage.settings().longWork()));
    }
  },

  SYNC {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.registry("first"));
      stage.turn("SYNC before", session);
      Stage.wait(
          session.syncProviders(
              List.of(stage.named("first"), stage.named("second")),
              List.of(stage.modelOf("first"), stage.modelOf("second"))));
      changed(stage, session, "SYNC");
    }
  },

  UPDATE {
    @Override
    void run(Stage stage) throws Exception {
      CopilotSession session = stage.session(stage.config());
      stage.turn("UPDATE before", session);
      Stage.wait(session.updateProvider(stage.provider()));
      for (int turn = 1; turn <= SOME; turn++) {
        stage.pause();
        stage.pause();
        stage.turn("UPDATE " + turn, session);
      }
    }
  };

  private static final int SOME = 3;

  abstract void run(Stage stage) throws Exception;

  private static void changed(Stage stage, CopilotSession session, String play) throws Exception {
    Stage.wait(session.switchModel(Stage.model("second")));
    for (int turn = 1; turn <= SOME; turn++) {
      stage.turn(play + " second " + turn, session);
      stage.pause();
      stage.pause();
    }
    Stage.wait(session.switchModel(Stage.model("first")));
    stage.turn(play + " first", session);
  }
}
