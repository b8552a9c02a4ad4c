package org.sallyport.simulator.cert;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate shall say. A value: each method returns a changed copy.
 *
 * @param commonName the CN of the subject; no other part of the subject is written
 * @param names the subject alternative names, in order; none leaves the extension out
 * @param usage the extended key usage
 * @param validity from when to when it is valid
 * @param keyType the key that is made for it
 * @param revocationList where the list of revoked certificates is said to be
 */
public record CertificateRequest(
        String commonName,
        List<SubjectName> names,
        KeyUsage usage,
        Validity validity,
        KeyType keyType,
        Optional<URI> revocationList) {

    /** The span in which a certificate is valid. */
    public record Validity(Instant notBefore, Instant notAfter) {
        static Validity aroundNow() {
            Instant now = Instant.now();
            return new Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(30)));
        }
    }

    public CertificateRequest {
        names = List.copyOf(names);
    }

    /**
     * A good certificate: the domain as CN and dNSName, both usages, P-256, valid now and for 30
     * days.
     */
    public static CertificateRequest forDomain(String domain) {
        return commonNameOnly(domain).and(new SubjectName.Dns(domain));
    }

    /** As {@link #forDomain} but without any subject alternative name. */
    public static CertificateRequest commonNameOnly(String domain) {
        return new CertificateRequest(
                domain,
                List.of(),
                KeyUsage.BOTH,
                Validity.aroundNow(),
                KeyType.EC_P256,
                Optional.empty());
    }

    /** Only these names, in place of the present ones. */
    public CertificateRequest named(SubjectName... only) {
        return new CertificateRequest(
                commonName, List.of(only), usage, validity, keyType, revocationList);
    }

    /** One more name. */
    public CertificateRequest and(SubjectName name) {
        List<SubjectName> more = new ArrayList<>(names);
        more.add(name);
        return new CertificateRequest(commonName, more, usage, validity, keyType, revocationList);
    }

    /** One more dNSName. */
    public CertificateRequest andDns(String name) {
        return and(new SubjectName.Dns(name));
    }

    /** With this extended key usage. */
    public CertificateRequest usage(KeyUsage other) {
        return new CertificateRequest(commonName, names, other, validity, keyType, revocationList);
    }

    /** With this kind of key. */
    public CertificateRequest key(KeyType other) {
        return new CertificateRequest(commonName, names, usage, validity, other, revocationList);
    }

    /** Valid in this span only. */
    public CertificateRequest valid(Instant notBefore, Instant notAfter) {
        return new CertificateRequest(
                commonName,
                names,
                usage,
                new Validity(notBefore, notAfter),
                keyType,
                revocationList);
    }

    /** Valid until yesterday. */
    public CertificateRequest expired() {
        Instant now = Instant.now();
        return valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
    }

    /** Valid from tomorrow. */
    public CertificateRequest notYetValid() {
        Instant now = Instant.now();
        return valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
    }

    /** With a CRL distribution point. */
    public CertificateRequest revocationList(URI where) {
        return new CertificateRequest(
                commonName, names, usage, validity, keyType, Optional.of(where));
    }
}
