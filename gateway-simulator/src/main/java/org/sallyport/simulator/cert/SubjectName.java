package org.sallyport.simulator.cert;

/** One subject alternative name, of the kinds that name an XMPP or SIP domain. */
public sealed interface SubjectName {
    /** The value as written into the certificate, without its kind. */
    String value();

    /** A dNSName; {@code *.a.example} makes a wildcard. */
    record Dns(String value) implements SubjectName {}

    /** An SRVName (RFC 4985), for example {@code _xmpp-server.a.example}. */
    record Service(String value) implements SubjectName {}

    /** An XmppAddr (RFC 6120 §13.7.1.4), for example {@code a.example}. */
    record XmppAddress(String value) implements SubjectName {}

    /** A uniformResourceIdentifier, for example {@code sip:sip.example} (RFC 5922 §7.1). */
    record Uri(String value) implements SubjectName {}

    /** An iPAddress in text form, for example {@code 127.0.0.1}. */
    record Ip(String value) implements SubjectName {}
}
