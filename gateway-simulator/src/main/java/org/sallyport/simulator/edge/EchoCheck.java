package org.sallyport.simulator.edge;

import java.util.List;
import java.util.Optional;
import org.sallyport.simulator.sip.SipMessage;

/** What a response must repeat of its request (RFC 3261 §8.2.6, §12.1.1). */
final class EchoCheck {
    private EchoCheck() {}

    static Optional<String> fault(SipMessage request, SipMessage response) {
        List<String> sentVias = request.list("Via");
        List<String> vias = response.list("Via");
        // The far side may add received and rport to the first; the others are not its business.
        boolean sameVias =
                vias.size() == sentVias.size()
                        && vias.getFirst().startsWith(sentVias.getFirst())
                        && vias.subList(1, vias.size())
                                .equals(sentVias.subList(1, sentVias.size()));
        if (!sameVias) {
            return Optional.of("via-echo");
        }
        boolean sameFrom =
                response.from().uri().equals(request.from().uri())
                        && response.from().tag().equals(request.from().tag())
                        && response.from().epid().equals(request.from().epid());
        if (!sameFrom) {
            return Optional.of("from-echo");
        }
        boolean tagKept =
                request.to().tag().isEmpty() || request.to().tag().equals(response.to().tag());
        if (!response.to().uri().equals(request.to().uri()) || !tagKept) {
            return Optional.of("to-echo");
        }
        if (!response.callId().equals(request.callId())
                || !response.cseq().equals(request.cseq())) {
            return Optional.of("call-id-or-cseq-echo");
        }
        if (response.status() < 200 || response.status() >= 300) {
            return Optional.empty();
        }
        return switch (request.method()) {
            case "INVITE" -> sessionFault(request, response);
            case "SUBSCRIBE" -> subscriptionFault(request, response);
            default -> Optional.empty();
        };
    }

    private static Optional<String> subscriptionFault(SipMessage request, SipMessage response) {
        boolean first = request.to().tag().isEmpty();
        if (first && !routesEchoed(request, response)) {
            return Optional.of("record-route-echo");
        }
        return first && response.count("Contact") != 1
                ? Optional.of("answer-without-contact")
                : Optional.empty();
    }

    private static boolean routesEchoed(SipMessage request, SipMessage response) {
        List<String> added = request.list("Record-Route");
        List<String> routes = response.list("Record-Route");
        int before = routes.size() - added.size();
        return before >= 0 && routes.subList(before, routes.size()).equals(added);
    }

    private static Optional<String> sessionFault(SipMessage request, SipMessage response) {
        if (!routesEchoed(request, response)) {
            return Optional.of("record-route-echo");
        }
        if (response.count("Contact") != 1) {
            return Optional.of("answer-without-contact");
        }
        return response.contentType().equals("application/sdp")
                ? Optional.empty()
                : Optional.of("answer-without-sdp");
    }
}
