package org.sallyport.simulator.cert;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of key a certificate can be made for. */
public enum KeyType {
    /** Elliptic curve P-256: quick to make, the default. */
    EC_P256("EC", "SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
    /** RSA with 2048 bits, as Skype for Business and Teams use. */
    RSA_2048("RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    /** RSA with 1024 bits: too weak, a careful peer refuses it. */
    RSA_1024_WEAK(
            "RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4));

    private final String algorithm;
    private final String signature;

    @SuppressWarnings("ImmutableEnumChecker") // the specifications are never changed
    private final AlgorithmParameterSpec specification;

    KeyType(String algorithm, String signature, AlgorithmParameterSpec specification) {
        this.algorithm = algorithm;
        this.signature = signature;
        this.specification = specification;
    }

    /** The JCA name of the algorithm with which such a key signs. */
    String signature() {
        return signature;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(specification);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key of type " + this, e);
        }
    }
}
