package org.sallyport.adaptor.xmpp.stanza;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.parsing.SmackParsingException;
import org.jivesoftware.smack.provider.ExtensionElementProvider;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jivesoftware.smackx.chatstates.packet.ChatStateExtension;
import org.jivesoftware.smackx.chatstates.provider.ChatStateExtensionProvider;
import org.jivesoftware.smackx.delay.packet.DelayInformation;
import org.jivesoftware.smackx.delay.provider.DelayInformationProvider;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.xml.XmlElement;

/**
 * Reads extensions of messages with Smack's providers: this class and its parser are all that know
 * Smack. Only what the gateway uses is given to Smack, so that a broken extension of another kind
 * cannot spoil a stanza; one that Smack cannot read counts as absent (RFC 6121 asks for leniency).
 */
final class StanzaCodec {
    private static final Map<String, ExtensionElementProvider<?>> PROVIDERS =
            Map.of(
                    Namespaces.DELAY,
                    DelayInformationProvider.INSTANCE,
                    Namespaces.CHAT_STATES,
                    new ChatStateExtensionProvider(),
                    Namespaces.RECEIPTS + " received",
                    new DeliveryReceipt.Provider(),
                    Namespaces.RECEIPTS + " request",
                    new DeliveryReceiptRequest.Provider());

    private StanzaCodec() {}

    /**
     * Notes in {@code draft} what the extension says; returns whether it is one of those that are
     * understood.
     */
    static boolean read(XmlElement extension, MessageContent.Draft draft) {
        ExtensionElementProvider<?> provider = provider(extension);
        if (provider == null) {
            return false;
        }
        switch (parse(provider, extension)) {
            case DelayInformation delay -> draft.sentAt = Optional.of(delay.getStamp().toInstant());
            case ChatStateExtension state ->
                    draft.state =
                            Optional.of(
                                    MessageContent.ChatState.valueOf(
                                            state.getChatState().name().toUpperCase(Locale.ROOT)));
            case DeliveryReceipt receipt -> draft.receiptFor = Optional.ofNullable(receipt.getId());
            case DeliveryReceiptRequest _ -> draft.receiptWanted = true;
            case null, default -> draft.unreadable++;
        }
        return true;
    }

    private static @Nullable ExtensionElementProvider<?> provider(XmlElement extension) {
        ExtensionElementProvider<?> byNamespace = PROVIDERS.get(extension.namespace());
        return byNamespace != null || !extension.namespace().equals(Namespaces.RECEIPTS)
                ? byNamespace
                : PROVIDERS.get(Namespaces.RECEIPTS + " " + extension.name());
    }

    private static @Nullable ExtensionElement parse(
            ExtensionElementProvider<?> provider, XmlElement extension) {
        try {
            return provider.parse(new ElementPullParser(extension), XmlEnvironment.EMPTY);
        } catch (XmlPullParserException
                | IOException
                | SmackParsingException
                | RuntimeException e) {
            // What Smack throws for odd values is not specified, and its message may quote them.
            return null;
        }
    }
}
