package io.foundryidentity.runner.pictures;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads a bean of another JVM, as a management console does. */
final class ManagedBean {

  private static final long LONGEST_WAIT_SECONDS = 60;

  private ManagedBean() {}

  /**
   * Its attributes, a line each; of tables, a line for each entry. Waits for the bean, which the
   * agent may register only after the application's own MBean server is there.
   */
  @SuppressWarnings("BanJNDI") // The address is that of a JVM that was started here
  static String read(long pid, String name) throws IOException, JMException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address(pid)))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      ObjectName bean = new ObjectName(name);
      await(server, bean);
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
        Object value = server.getAttribute(bean, attribute.getName());
        lines.append(attribute.getName()).append(" = ").append(text(value, "\n  ")).append('\n');
      }
    }
    return lines.toString();
  }

  private static void await(MBeanServerConnection server, ObjectName bean)
      throws IOException, JMException, InterruptedException {
    CountDownLatch registered = new CountDownLatch(1);
    server.addNotificationListener(
        MBeanServerDelegate.DELEGATE_NAME,
        (notification, handback) -> {
          if (notification instanceof MBeanServerNotification change
              && change.getMBeanName().equals(bean)) {
            registered.countDown();
          }
        },
        null,
        null);
    if (!server.isRegistered(bean) && !registered.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(bean + " is not registered");
    }
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
