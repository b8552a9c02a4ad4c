package org.sallyport.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.PeerPolicy;

/**
 * The file as a whole. Sections whose keys plugins define stay nodes here; {@link PluginSections}
 * reads them.
 */
@Doc("The configuration file")
record FileSettings(
        @Doc("Version of this form of the file: 1") int configVersion,
        @Doc("Name of this gateway node; default: the host name") Optional<String> node,
        @Doc(
                        "Folder for what the gateway makes for itself: the operators' tokens, the key of the installation, a lock; in a later version the database")
                @Default("../data")
                Path dataDir,
        @Doc("Where state is kept") StoreSettings store,
        @Doc("What a peer must prove; named here, used by peers") Map<String, PeerPolicy> policies,
        @Doc("The sides of the gateway: a name of your choice, type: and the keys of that type")
                ConfigNode adaptors,
        @Doc(
                        "Who may talk, and how much; the order here is the order of work, address mappers first")
                ConfigNode chain,
        @Doc("Who hears the events of the gateway") ConfigNode listeners,
        @Doc("Sizes and times that bound the gateway") Limits limits,
        @Doc("The management API (HTTP and JSON)") ManagementSettings management,
        @Doc("How logs look") LogSettings log,
        @Doc("How names are looked up") DnsSettings dns) {
    static final int VERSION = 1;

    FileSettings {
        if (node.isPresent()
                && !node.get().matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("node has 1 to 63 letters, digits, '.' and '-'");
        }
    }
}
