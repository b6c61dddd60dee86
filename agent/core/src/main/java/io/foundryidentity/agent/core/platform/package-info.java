/** What differs between platforms: Java versions, and the users and permissions of files. */
package io.foundryidentity.agent.core.platform;
