package org.sallyport.simulator.xmpp;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;

/** Reads the server name a TLS client asked for. */
final class ServerNames {
    private ServerNames() {}

    /** The name of the SNI extension, or empty. */
    static String of(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return "";
        }
        try {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                return new String(name.getEncoded(), StandardCharsets.US_ASCII);
            }
        } catch (UnsupportedOperationException e) {
            return "";
        }
        return "";
    }
}
