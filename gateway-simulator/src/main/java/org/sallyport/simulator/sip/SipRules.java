package org.sallyport.simulator.sip;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every message must have before anybody looks at what it means (RFC 3261 §8.1.1, §20). A
 * fault is named by a fixed word and never quotes the message.
 */
public final class SipRules {
    private static final List<String> SINGLE =
            List.of(
                    "From",
                    "To",
                    "Call-ID",
                    "CSeq",
                    "Max-Forwards",
                    "Content-Type",
                    "Content-Length",
                    "Expires",
                    "Subject",
                    "Event");
    private static final Set<String> NEEDS_CONTACT = Set.of("INVITE", "SUBSCRIBE");

    private SipRules() {}

    /** The first fault of a request or response, or empty. */
    public static Optional<String> fault(SipMessage message) {
        Optional<String> common = commonFault(message);
        if (common.isPresent()) {
            return common;
        }
        return message.isRequest() ? requestFault(message) : responseFault(message);
    }

    private static Optional<String> commonFault(SipMessage message) {
        for (String name : SINGLE) {
            if (message.count(name) > 1) {
                return Optional.of("duplicate-" + name.toLowerCase(java.util.Locale.ROOT));
            }
        }
        for (SipHeader header : message.headers()) {
            if (Octets.text(header.value()).isEmpty()) {
                return Optional.of("header-not-utf8");
            }
        }
        List<String> vias = message.list("Via");
        if (vias.isEmpty() || !isVia(vias.getFirst())) {
            return Optional.of("via");
        }
        if (!message.branch().startsWith("z9hG4bK") || message.branch().length() < 8) {
            return Optional.of("via-branch");
        }
        if (message.header("From")
                .flatMap(NameAddress::parse)
                .flatMap(NameAddress::tag)
                .filter(SipRules::isToken)
                .isEmpty()) {
            return Optional.of("from-tag");
        }
        if (message.header("To").flatMap(NameAddress::parse).isEmpty()) {
            return Optional.of("to");
        }
        if (message.header("Call-ID")
                .filter(id -> !id.isEmpty() && id.indexOf(' ') < 0)
                .isEmpty()) {
            return Optional.of("call-id");
        }
        if (message.header("CSeq").flatMap(CSeq::parse).isEmpty()) {
            return Optional.of("cseq");
        }
        boolean typed =
                message.header("Content-Type").filter(type -> type.indexOf('/') > 0).isPresent();
        return message.bodyLength() > 0 && !typed ? Optional.of("content-type") : Optional.empty();
    }

    private static Optional<String> requestFault(SipMessage message) {
        if (!message.cseq().method().equals(message.method())) {
            return Optional.of("cseq-method");
        }
        if (SipUri.parse(message.requestUri()).isEmpty()) {
            return Optional.of("request-uri");
        }
        Optional<String> hops = message.header("Max-Forwards");
        if (hops.isEmpty()
                || hops.get().length() > 3
                || !hops.get().chars().allMatch(Character::isDigit)
                || hops.get().isEmpty()) {
            return Optional.of("max-forwards");
        }
        for (String route : message.list("Route")) {
            if (NameAddress.parse(route).isEmpty()) {
                return Optional.of("route");
            }
        }
        boolean contact =
                message.count("Contact") == 1
                        && message.header("Contact").flatMap(NameAddress::parse).isPresent();
        return NEEDS_CONTACT.contains(message.method()) && !contact
                ? Optional.of("contact")
                : Optional.empty();
    }

    private static Optional<String> responseFault(SipMessage message) {
        boolean tagged = message.to().tag().filter(SipRules::isToken).isPresent();
        return message.status() > 100 && !tagged ? Optional.of("to-tag") : Optional.empty();
    }

    static boolean isStartLine(String line) {
        if (line.startsWith("SIP/2.0 ")) {
            return line.length() >= 12
                    && line.substring(8, 11).chars().allMatch(octet -> octet >= '0' && octet <= '9')
                    && line.charAt(8) >= '1'
                    && line.charAt(8) <= '6'
                    && line.charAt(11) == ' ';
        }
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        return first > 0
                && last > first + 1
                && isToken(line.substring(0, first))
                && line.indexOf(' ', first + 1) == last
                && line.substring(last + 1).equals("SIP/2.0");
    }

    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(octet ->
                                (octet >= '0' && octet <= '9')
                                        || (octet >= 'a' && octet <= 'z')
                                        || (octet >= 'A' && octet <= 'Z')
                                        || "-.!%*_+`'~".indexOf(octet) >= 0);
    }

    private static boolean isVia(String via) {
        int blank = via.indexOf(' ');
        if (blank < 0 || !via.substring(0, blank).equalsIgnoreCase("SIP/2.0/TLS")) {
            return false;
        }
        String sentBy = SipHeader.split(via.substring(blank + 1), ';').getFirst();
        return SipUri.parse("sip:" + sentBy).isPresent();
    }
}
