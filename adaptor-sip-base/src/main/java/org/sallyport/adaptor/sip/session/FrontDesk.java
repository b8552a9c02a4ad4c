package org.sallyport.adaptor.sip.session;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.NameAddress;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.error.Place;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;

/** Judges requests before any conversation is looked for: cheap, on the reader's thread. */
final class FrontDesk {
    private static final Set<String> TAKEN =
            Set.of("INVITE", "ACK", "BYE", "MESSAGE", "INFO", "NOTIFY", "BENOTIFY");
    private static final Set<String> KNOWN =
            Set.of("REGISTER", "PUBLISH", "REFER", "UPDATE", "PRACK", "SERVICE", "NEGOTIATE");

    private final SessionContext context;

    FrontDesk(SessionContext context) {
        this.context = context;
    }

    /** Answers what concerns no conversation; the parties of a request that does. */
    Optional<Parties> admit(IncomingRequest request) {
        Optional<Reply> refusal = general(request);
        if (refusal.isPresent()) {
            request.answer(refusal.get());
            return Optional.empty();
        }
        if (request.method().equals("OPTIONS")) {
            request.answer(options(request));
            return Optional.empty();
        }
        if (request.method().equals("CANCEL")) {
            request.answer(context.reply(request.cancels().isPresent() ? 200 : 481));
            request.cancels().ifPresent(invite -> invite.answer(context.reply(487)));
            return Optional.empty();
        }
        if (!TAKEN.contains(request.method())) {
            request.answer(notTaken(request.method()));
            return Optional.empty();
        }
        return parties(request);
    }

    private Reply notTaken(String method) {
        // Presence is not carried yet: said so, not merely refused as a method.
        int status = method.equals("SUBSCRIBE") ? 489 : KNOWN.contains(method) ? 405 : 501;
        return refusal(status, ErrorCode.UNSUPPORTED);
    }

    private Optional<Parties> parties(IncomingRequest request) {
        try {
            Parties parties = Parties.of(request);
            boolean ours = context.serves(parties.pair().local().domain());
            boolean named = parties.localTag().isPresent() || namesSameUser(request, parties);
            if (!parties.pair().remote().domain().equals(request.link().peer())) {
                // The name in From was proven by one reader and is read by another: they must
                // agree.
                request.answer(refusal(400, ErrorCode.MALFORMED));
                return Optional.empty();
            }
            if (ours && named) {
                return Optional.of(parties);
            }
            request.answer(refusal(404, ErrorCode.NO_ROUTE));
        } catch (BadSipAddressException e) {
            request.answer(
                    e.reason() == BadSipAddressException.Reason.SECURE_SCHEME
                            ? refusal(416, ErrorCode.NOT_ACCEPTABLE)
                            : refusal(
                                    context.profile()
                                            .errors()
                                            .statusOf(ErrorCode.BAD_ADDRESS, Place.INITIAL),
                                    ErrorCode.BAD_ADDRESS));
        }
        return Optional.empty();
    }

    /**
     * The one who is asked for is the one in To, or the peer sees another conversation than we do.
     */
    private boolean namesSameUser(IncomingRequest request, Parties parties)
            throws BadSipAddressException {
        Address asked = SipAddresses.read(request.uri()).bare();
        Address local = parties.pair().local();
        // Our Contact names the user at our host.
        boolean atHost =
                asked.local().equals(local.local())
                        && SipAddresses.host(asked.domain())
                                .equalsIgnoreCase(context.wire().hostFor(local.domain()));
        return asked.equals(local) || atHost;
    }

    private Optional<Reply> general(IncomingRequest request) {
        if (request.uri().toLowerCase(Locale.ROOT).startsWith("sips:")) {
            return Optional.of(refusal(416, ErrorCode.NOT_ACCEPTABLE));
        }
        if (request.header("Max-Forwards").filter(hops -> hops.strip().matches("0+")).isPresent()) {
            return Optional.of(refusal(483, ErrorCode.LOOP_DETECTED));
        }
        return passedHere(request)
                ? Optional.of(refusal(482, ErrorCode.LOOP_DETECTED))
                : Optional.empty();
    }

    /** Our own Via below the peer's: what we sent came back (RFC 3261 §16.3). */
    private boolean passedHere(IncomingRequest request) {
        List<String> vias = HeaderLists.items(request.headers("Via"));
        return context.settings().served().stream()
                .anyMatch(domain -> {
                    String us = context.wire().hostFor(domain).toLowerCase(Locale.ROOT);
                    return vias.stream().map(FrontDesk::sentBy).anyMatch(us::equals);
                });
    }

    private static String sentBy(String via) {
        String[] words = via.strip().split("\\s+", 2);
        return words.length < 2
                ? ""
                : words[1].strip().split("[:;\\s]", 2)[0].toLowerCase(Locale.ROOT);
    }

    /**
     * MS-SIP §1.7: 200 for any OPTIONS that asks for a domain of ours, by its name or by our
     * host's.
     */
    private Reply options(IncomingRequest request) {
        boolean ours =
                asksForUs(request.uri())
                        || request.header("To").filter(to -> asksForUs(uriOf(to))).isPresent();
        return ours
                ? context.reply(200)
                        .with("Allow", SessionContext.ALLOW)
                        .with("Accept", "application/sdp")
                : refusal(404, ErrorCode.NO_ROUTE);
    }

    private static String uriOf(String header) {
        try {
            return NameAddress.parse(header).uri();
        } catch (BadSipAddressException e) {
            return "";
        }
    }

    private boolean asksForUs(String uri) {
        int colon = uri.indexOf(':');
        String rest = uri.substring(colon + 1);
        String host = rest.substring(rest.indexOf('@') + 1).split("[;?:]", 2)[0];
        try {
            Domain domain = SipAddresses.domain(host);
            return context.serves(domain)
                    || context.settings().served().stream()
                            .anyMatch(served ->
                                    context.wire().hostFor(served).equalsIgnoreCase(host));
        } catch (BadSipAddressException e) {
            return false;
        }
    }

    private Reply refusal(int status, ErrorCode code) {
        return context.refusal(
                status, code, Optional.empty(), context.settings().served().getFirst());
    }
}
