package io.foundryidentity.runner.pictures;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads beans of another JVM, as a management console does. */
final class ManagedBean {

  private ManagedBean() {}

  /**
   * Their names, and the attributes of each, a line each; of tables, a line for each entry.
   *
   * @param pattern the names
   */
  @SuppressWarnings("BanJNDI") // The address is that of a JVM that was started here
  static String read(long pid, String pattern) throws IOException, JMException {
    StringBuilder lines = new StringBuilder();
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address(pid)))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      for (ObjectName bean : new TreeSet<>(server.queryNames(new ObjectName(pattern), null))) {
        lines.append(lines.isEmpty() ? "" : "\n").append(bean).append('\n');
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
          Object value = server.getAttribute(bean, attribute.getName());
          lines.append("  ").append(attribute.getName()).append(" = ");
          lines.append(text(value, "\n    ")).append('\n');
        }
      }
    }
    return lines.toString();
  }

  private static String address(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  private static String text(Object value, String newLine) {
    if (value instanceof TabularData table) {
      return entries(table.values(), newLine);
    }
    if (value instanceof String[] texts) {
      return newLine + String.join(newLine, texts);
    }
    return String.valueOf(value);
  }

  private static String entries(Collection<?> rows, String newLine) {
    StringBuilder text = new StringBuilder();
    for (Object row : rows) {
      CompositeData entry = (CompositeData) row;
      text.append(newLine).append(entry.get("key")).append(" = ");
      text.append(text(entry.get("value"), newLine + "  "));
    }
    return text.toString();
  }
}
