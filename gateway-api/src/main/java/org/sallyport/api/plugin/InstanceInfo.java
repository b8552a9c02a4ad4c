package org.sallyport.api.plugin;

import java.nio.file.Path;

/**
 * Who an instance is.
 *
 * @param name the instance's name in the configuration
 * @param node the gateway node's name
 * @param version the gateway's version, for example {@code 0.1.0}
 * @param configFolder the folder of the configuration file
 */
public record InstanceInfo(String name, String node, String version, Path configFolder) {}
