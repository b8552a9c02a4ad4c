package org.sallyport.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;

/**
 * Libraries that see what users write. They log as they like, whole stanzas and headers included,
 * so only their warnings are shown, and of these only what cannot hold a value.
 */
final class Libraries {
    static final List<String> NAMES =
            List.of(
                    "com.fasterxml",
                    "com.sun",
                    "gov.nist",
                    "io.netty",
                    "java",
                    "javax",
                    "jdk",
                    "org.bouncycastle",
                    "org.igniterealtime",
                    "org.jivesoftware",
                    "org.jxmpp",
                    "org.minidns",
                    "rocks.xmpp",
                    "sun",
                    "tools.jackson");

    private static final String WITHHELD =
            "a library logged something that is not shown, since it may quote a user";

    private Libraries() {}

    /** The text to show of an event. */
    static String text(ILoggingEvent event) {
        if (!isLibrary(event.getLoggerName())) {
            return event.getFormattedMessage();
        }
        Object[] arguments = event.getArgumentArray();
        // With arguments the message is a pattern, and patterns are constants.
        return arguments != null && arguments.length > 0 ? event.getMessage() : WITHHELD;
    }

    private static boolean isLibrary(String logger) {
        for (String name : NAMES) {
            if (logger.startsWith(name)
                    && (logger.length() == name.length() || logger.charAt(name.length()) == '.')) {
                return true;
            }
        }
        return false;
    }
}
