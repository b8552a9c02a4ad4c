package org.sallyport.it;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.impl.JidCreate;
import org.sallyport.simulator.cert.CertificateAuthority;

/** A real user of a real XMPP server, with Smack as the client. */
final class ChatUser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final XMPPTCPConnection connection;
    private final BlockingQueue<Message> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> errors = new LinkedBlockingQueue<>();

    private ChatUser(XMPPTCPConnection connection) {
        this.connection = connection;
    }

    /** Logs in. */
    static ChatUser login(ProsodyServer server, String name, CertificateAuthority authority)
            throws IOException, InterruptedException, SmackException, XMPPException {
        XMPPTCPConnectionConfiguration config =
                XMPPTCPConnectionConfiguration.builder()
                        .setXmppDomain(JidCreate.domainBareFrom(server.domain()))
                        .setHostAddress(InetAddress.getLoopbackAddress())
                        .setPort(server.clientPort())
                        .setUsernameAndPassword(name, name)
                        .setResource("it")
                        .setSecurityMode(SecurityMode.required)
                        .setCustomX509TrustManager(CertificateAuthority.trustManager(authority))
                        .setHostnameVerifier((_, _) -> true)
                        .build();
        XMPPTCPConnection connection = new XMPPTCPConnection(config);
        ChatUser user = new ChatUser(connection);
        connection.setReplyTimeout(LIMIT.toMillis());
        connection.addSyncStanzaListener(
                stanza -> user.take((Message) stanza), StanzaTypeFilter.MESSAGE);
        connection.connect().login();
        return user;
    }

    private void take(Message message) {
        if (message.getType() == Message.Type.error) {
            errors.add(message);
        } else if (message.getBody() != null) {
            texts.add(message);
        }
    }

    /** Sends a text and returns its stanza id. */
    String says(String to, String text) throws Exception {
        MessageBuilder message =
                StanzaBuilder.buildMessage("m" + Long.toUnsignedString(System.nanoTime(), 36))
                        .to(to)
                        .ofType(Message.Type.chat)
                        .setBody(text);
        Message built = message.build();
        connection.sendStanza(built);
        return built.getStanzaId();
    }

    /** The next text, within half a minute. */
    Message hears() throws InterruptedException {
        Message text = texts.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
            throw new AssertionError("no text within " + LIMIT);
        }
        return text;
    }

    /** The next error, within {@code limit}. */
    Message hearsError(Duration limit) throws InterruptedException {
        Message error = errors.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (error == null) {
            throw new AssertionError("no error within " + limit);
        }
        return error;
    }

    /** The next error, within half a minute. */
    Message hearsError() throws InterruptedException {
        return hearsError(LIMIT);
    }

    BlockingQueue<Message> texts() {
        return texts;
    }

    BlockingQueue<Message> errors() {
        return errors;
    }

    static StanzaError.Condition condition(Message error) {
        return Optional.ofNullable(error.getError()).orElseThrow().getCondition();
    }

    static String explanation(Message error) {
        return Optional.ofNullable(error.getError().getDescriptiveText()).orElse("");
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
