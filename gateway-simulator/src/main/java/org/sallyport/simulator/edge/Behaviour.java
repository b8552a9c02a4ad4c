package org.sallyport.simulator.edge;

import java.time.Duration;

/**
 * How a simulated user and her client react.
 *
 * @param invite to an invitation
 * @param message to a text in a session
 * @param consumesToast whether the client takes the text of the INVITE as delivered (MS-SIP §2.2)
 * @param progressReport whether a 101 with a To tag of no dialog comes first (MS-SIP §2.1)
 * @param resends how often a text is sent again after 408, 480 or 481
 */
public record Behaviour(
        InviteReply invite,
        MessageReply message,
        boolean consumesToast,
        boolean progressReport,
        int resends) {

    /** Takes every invitation at once and every text; the toast is not consumed. */
    public static Behaviour answers() {
        return new Behaviour(
                new InviteReply.Accept(Duration.ZERO),
                new MessageReply.Accept(Duration.ZERO),
                false,
                true,
                2);
    }

    /**
     * Takes an invitation after so long; 0 to 15 s are usual with several endpoints (MS-SIP §2.7).
     */
    public static Behaviour ringsFor(Duration span) {
        return answers().with(new InviteReply.Accept(span));
    }

    public static Behaviour ignoresRinging() {
        return answers().with(new InviteReply.Ignore());
    }

    /** 603. */
    public static Behaviour declines() {
        return answers().with(InviteReply.refuse(603, "Decline"));
    }

    /** 486. */
    public static Behaviour busy() {
        return answers().with(InviteReply.refuse(486, "Busy Here"));
    }

    /** 480. */
    public static Behaviour offline() {
        return answers().with(InviteReply.refuse(480, "Temporarily Unavailable"));
    }

    /** 404, as for an address nobody has. */
    public static Behaviour unknown() {
        return answers().with(InviteReply.refuse(404, "Not Found"));
    }

    public Behaviour with(InviteReply reply) {
        return new Behaviour(reply, message, consumesToast, progressReport, resends);
    }

    public Behaviour with(MessageReply reply) {
        return new Behaviour(invite, reply, consumesToast, progressReport, resends);
    }

    /** Texts get their 200 only after so long. */
    public Behaviour answeringTextsAfter(Duration span) {
        return with(new MessageReply.Accept(span));
    }

    public Behaviour refusingTexts(int status, String reason) {
        return with(MessageReply.refuse(status, reason));
    }

    public Behaviour consumingToast(boolean consumes) {
        return new Behaviour(invite, message, consumes, progressReport, resends);
    }

    public Behaviour withProgressReport(boolean wanted) {
        return new Behaviour(invite, message, consumesToast, wanted, resends);
    }

    public Behaviour resending(int times) {
        return new Behaviour(invite, message, consumesToast, progressReport, times);
    }
}
