package io.foundryidentity.servers;

import java.util.List;

/**
 * The result of one start.
 *
 * @param answers a line for each client of the application: its name and the status
 * @param lines what the server printed from its start to its end
 * @param classes in the order in which the JVM loaded them; empty if that is not known
 */
record Start(List<String> answers, List<String> lines, ClassLoading classes) {}
