package org.sallyport.adaptor.sip.session;

import java.util.List;
import java.util.Optional;
import org.sallyport.adaptor.sip.body.MediaType;
import org.sallyport.adaptor.sip.body.SessionDescription;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;

/**
 * Refuses invitations to anything but a text conversation of two (MS-SIP §2.1, §2.3). Looks at the
 * message alone.
 */
final class InviteScreen {
    private InviteScreen() {}

    /** The refusal, if it is one. */
    static Optional<Reply> judge(SessionContext context, IncomingRequest invite, Domain local) {
        List<String> required = HeaderLists.items(invite.headers("Require"));
        if (!required.isEmpty()) {
            // RFC 3261 §8.2.2.3: we have no extension that anybody may require.
            return Optional.of(
                    context.refusal(420, ErrorCode.UNSUPPORTED, Optional.empty(), local)
                            .with(
                                    "Unsupported",
                                    String.join(
                                            ", ",
                                            required.stream()
                                                    .filter(InviteScreen::isToken)
                                                    .toList())));
        }
        if (isMultiParty(invite)) {
            return Optional.of(
                    context.refusal(488, ErrorCode.UNSUPPORTED, Optional.empty(), local));
        }
        return judgeOffer(context, invite, local);
    }

    private static boolean isMultiParty(IncomingRequest invite) {
        return HeaderLists.contain(invite.headers("TriggeredInvite"), "true")
                || HeaderLists.items(invite.headers("EndPoints")).size() > 2;
    }

    private static Optional<Reply> judgeOffer(
            SessionContext context, IncomingRequest invite, Domain local) {
        Optional<MediaType> type = invite.header("Content-Type").flatMap(MediaType::parse);
        String name = type.map(MediaType::name).orElse("");
        boolean known =
                name.isEmpty()
                        || name.equals("application/sdp")
                        || name.startsWith("multipart/")
                        || name.equals("application/ms-conf-invite+xml");
        if (!known) {
            return Optional.of(
                    context.refusal(415, ErrorCode.NOT_ACCEPTABLE, Optional.empty(), local)
                            .with("Accept", "application/sdp"));
        }
        boolean fine =
                name.equals("application/sdp")
                        && SessionDescription.parse(invite.body())
                                .filter(SessionDescription::isPlainTextSession)
                                .isPresent();
        return fine
                ? Optional.empty()
                : Optional.of(
                        context.refusal(488, ErrorCode.NOT_ACCEPTABLE, Optional.empty(), local));
    }

    private static boolean isToken(String text) {
        return text.length() <= 100
                && text.chars()
                        .allMatch(
                                c -> Character.isLetterOrDigit(c) || "-.!%*_+`'~".indexOf(c) >= 0);
    }
}
