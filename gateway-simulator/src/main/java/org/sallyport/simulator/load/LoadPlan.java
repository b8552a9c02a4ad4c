package org.sallyport.simulator.load;

import java.util.Locale;

/**
 * Who talks to whom in a run; both generators use the same.
 *
 * @param xmppDomain the domain of the XMPP users
 * @param sipDomain the domain of the SIP users
 * @param conversations how many pairs; user n talks to user n only
 * @param textLength characters per text, at least {@link LoadToken#LENGTH}
 */
public record LoadPlan(String xmppDomain, String sipDomain, int conversations, int textLength) {
    public LoadPlan {
        if (conversations < 1 || conversations > 999_999 || textLength < LoadToken.LENGTH) {
            throw new IllegalArgumentException(
                    "conversations="
                            + conversations
                            + " textLength="
                            + textLength
                            + " out of range");
        }
    }

    /** The localpart of the XMPP user of a conversation. */
    public String xmppUser(int conversation) {
        return String.format(Locale.ROOT, "x%06d", conversation);
    }

    /** The user part of the SIP user of a conversation. */
    public String sipUser(int conversation) {
        return String.format(Locale.ROOT, "s%06d", conversation);
    }

    /** The bare JID of the XMPP user of a conversation. */
    public String xmppAddress(int conversation) {
        return xmppUser(conversation) + "@" + xmppDomain;
    }

    /** The address of the SIP user of a conversation, without a scheme. */
    public String sipAddress(int conversation) {
        return sipUser(conversation) + "@" + sipDomain;
    }

    /** What follows the token in every text. */
    public String padding() {
        return " ".repeat(Math.min(1, textLength - LoadToken.LENGTH))
                + "x".repeat(Math.max(0, textLength - LoadToken.LENGTH - 1));
    }
}
