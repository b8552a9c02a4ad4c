package org.sallyport.adaptor.xmpp.stream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.sallyport.adaptor.xmpp.jid.Jid;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.address.Domain;

/** SASL EXTERNAL in the role of the server (XEP-0178 §3). */
final class ExternalProof {
    private ExternalProof() {}

    /**
     * The SASL failure for a request; none if its authorization id is empty or the peer's domain.
     */
    static Optional<String> failure(XmlElement auth, Domain peer) {
        if (auth.attribute("mechanism").filter("EXTERNAL"::equals).isEmpty()) {
            return Optional.of("invalid-mechanism");
        }
        String encoded = auth.text();
        if (encoded.isEmpty() || encoded.equals("=")) {
            return Optional.empty();
        }
        try {
            String id = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return domain(id).filter(peer::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of("invalid-authzid");
        } catch (IllegalArgumentException e) {
            return Optional.of("incorrect-encoding");
        }
    }

    /** The domain that a text names, if it names one. */
    static Optional<Domain> domain(String text) {
        try {
            return Optional.of(Jid.domain(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
