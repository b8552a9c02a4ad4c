package org.sallyport.simulator.edge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.sallyport.simulator.sip.SipMessage;

/** Invitations that a 1:1 text gateway must refuse (MS-SIP §2.1, §2.3, §6). */
public enum OddInvite {
    /** {@code m=audio}. */
    AUDIO("488"),
    /** {@code multipart/mixed} with {@code application/ms-filetransfer+xml}. */
    FILE_TRANSFER("488"),
    /** {@code application/ms-conf-invite+xml}: come to a conference. */
    CONFERENCE("488"),
    /** Three entries in EndPoints: the full-mesh multi-party of old. */
    THREE_END_POINTS("488"),
    /** {@code TriggeredInvite: TRUE}. */
    TRIGGERED("488"),
    /** {@code Require: com.microsoft.rtc-multiparty}. */
    REQUIRE_MULTI_PARTY("420 or 488"),
    /** No body at all. */
    WITHOUT_OFFER("488");

    private static final String BOUNDARY = "----=_NextPart_000_0002_01DA.SIMULATED";

    private final String expected;

    OddInvite(String expected) {
        this.expected = expected;
    }

    /** The status or statuses a careful peer answers, in words. */
    public String expected() {
        return expected;
    }

    void send(Switchboard board, Conversation conversation, CompletableFuture<Sent> end) {
        SimulatedUser user = conversation.user();
        String tag = board.core().token().toLowerCase(Locale.ROOT);
        Dialog dialog =
                new Dialog(
                        board.core().longToken(),
                        user.nameAddress(tag),
                        tag,
                        "<sip:" + conversation.peer() + ">");
        SipMessage.Builder builder =
                board.requests()
                        .invite(user, conversation.peer(), dialog, "", board.core().longToken());
        SipMessage invite = finish(builder, board.requests().offer(user));
        dialog.inviteSent();
        board.transactions()
                .start(
                        conversation.domain(),
                        invite,
                        answer -> {
                            if (!answer.provisional()) {
                                answered(board, conversation, dialog, invite, answer);
                                end.complete(end(answer));
                            }
                        });
    }

    private static Sent end(Answer answer) {
        return new Sent(answer.status(), answer.local(), answer.diagnostics(), 1, 0, Duration.ZERO);
    }

    // What was taken by mistake is ended in good order.
    private static void answered(
            Switchboard board,
            Conversation conversation,
            Dialog dialog,
            SipMessage invite,
            Answer answer) {
        if (!answer.taken() || answer.response().isEmpty()) {
            return;
        }
        OutgoingInvite.meet(dialog, answer.response().get(), invite.list("Record-Route"));
        SipMessage ack = board.requests().inDialog("ACK", dialog).empty();
        SipMessage bye = board.requests().inDialog("BYE", dialog).empty();
        board.transactions().sendOnly(conversation.domain(), ack);
        board.transactions().start(conversation.domain(), bye, ignored -> {});
    }

    private SipMessage finish(SipMessage.Builder builder, byte[] offer) {
        return switch (this) {
            case AUDIO ->
                    sdp(builder, "m=audio 30512 RTP/SAVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\n");
            case FILE_TRANSFER ->
                    builder.body(
                            "multipart/mixed; boundary=\"" + BOUNDARY + "\"",
                            octets(
                                    "--"
                                            + BOUNDARY
                                            + "\r\nContent-Type: application/ms-filetransfer+xml\r\n\r\n"
                                            + "<request xmlns=\"http://schemas.microsoft.com/rtc/2009/05/filetransfer\" requestId=\"1\"/>"
                                            + "\r\n--"
                                            + BOUNDARY
                                            + "--\r\n"));
            case CONFERENCE ->
                    builder.body(
                            "application/ms-conf-invite+xml",
                            octets(
                                    "<Conferencing version=\"2.0\"><focus-uri>sip:focus@conf.invalid;gruu</focus-uri>"
                                            + "<im available=\"true\"/></Conferencing>"));
            case THREE_END_POINTS ->
                    text(
                            builder.with(
                                    "EndPoints",
                                    "<sip:a@one.invalid>, <sip:b@two.invalid>, <sip:c@three.invalid>"),
                            offer);
            case TRIGGERED -> text(builder.with("TriggeredInvite", "TRUE"), offer);
            case REQUIRE_MULTI_PARTY ->
                    text(builder.with("Require", "com.microsoft.rtc-multiparty"), offer);
            case WITHOUT_OFFER -> builder.empty();
        };
    }

    private static SipMessage text(SipMessage.Builder builder, byte[] offer) {
        return builder.body("application/sdp", offer);
    }

    private static SipMessage sdp(SipMessage.Builder builder, String media) {
        return builder.body(
                "application/sdp",
                octets(
                        "v=0\r\no=- 0 0 IN IP4 10.0.9.77\r\ns=session\r\nc=IN IP4 10.0.9.77\r\nt=0 0\r\n"
                                + media));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
