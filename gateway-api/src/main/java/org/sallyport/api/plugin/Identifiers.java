package org.sallyport.api.plugin;

import java.security.SecureRandom;
import org.sallyport.api.address.AddressRenderer;
import org.sallyport.api.packet.CorrelationId;

/** Ids, secrets and the form in which addresses are shown. Thread-safe. */
public interface Identifiers {
    /** A fresh correlation id, unique across nodes. */
    CorrelationId newCorrelationId();

    /** Randomness fit for secrets; a test may make it repeatable. */
    SecureRandom random();

    /**
     * HMAC-SHA256 under a secret of this installation that outlives restarts: for ids that must be
     * stable and tell nothing, such as {@code epid}.
     *
     * @param purpose separates uses; 1 to 40 characters
     * @return 32 octets
     */
    byte[] keyedHash(String purpose, String input);

    /** How addresses are shown in logs and events. */
    AddressRenderer addresses();
}
