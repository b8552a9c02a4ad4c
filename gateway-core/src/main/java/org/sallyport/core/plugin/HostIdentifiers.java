package org.sallyport.core.plugin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sallyport.api.address.AddressRenderer;
import org.sallyport.api.packet.CorrelationId;
import org.sallyport.api.plugin.Identifiers;
import org.sallyport.core.log.AddressForm;
import org.sallyport.core.log.AddressRendering;

/** Ids and secrets of one gateway. */
public final class HostIdentifiers implements Identifiers {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_PURPOSE = 40;

    private final SecureRandom random;
    private final CorrelationIds ids;
    private final Mac prototype;
    private final AddressRenderer addresses;

    /**
     * Identifiers under a secret of the installation.
     *
     * @param secret at least 32 octets
     * @param form how addresses are shown
     */
    public HostIdentifiers(SecureRandom random, byte[] secret, AddressForm form) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("the secret has at least 32 octets");
        }
        this.random = random;
        this.ids = new CorrelationIds(random);
        try {
            this.prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
        this.addresses = AddressRendering.of(form, input -> keyedHash("address", input));
    }

    @Override
    public CorrelationId newCorrelationId() {
        return ids.next();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public byte[] keyedHash(String purpose, String input) {
        if (purpose.isEmpty() || purpose.length() > LONGEST_PURPOSE) {
            throw new IllegalArgumentException(
                    "a purpose has 1 to " + LONGEST_PURPOSE + " characters");
        }
        byte[] label = purpose.getBytes(StandardCharsets.UTF_8);
        Mac mac = copy();
        mac.update((byte) label.length);
        mac.update(label);
        return mac.doFinal(input.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public AddressRenderer addresses() {
        return addresses;
    }

    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
