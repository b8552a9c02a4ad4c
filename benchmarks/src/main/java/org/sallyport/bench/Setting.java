package org.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.load.LoadPlan;
import org.sallyport.simulator.load.LoadScore;
import org.sallyport.simulator.load.SipLoad;
import org.sallyport.simulator.load.XmppLoad;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.sip.TlsRules;
import org.sallyport.simulator.xmpp.StreamSettings;

/** The certificates of everybody, and what the load generators are made of. */
final class Setting {
    private static final int TEXT_LENGTH = 100;

    private final CertificateAuthority authority =
            CertificateAuthority.create("Sallyport Benchmark CA");
    private final IssuedCertificate xmppPeer =
            authority.issue(CertificateRequest.forDomain(Names.XMPP_DOMAIN));
    private final IssuedCertificate edge =
            authority.issue(CertificateRequest.forDomain(Names.EDGE_NAME));
    private final int conversations;

    Setting(int conversations) {
        this.conversations = conversations;
    }

    /**
     * Writes {@code ca}, {@code xmpp} and {@code sip}: what the measured process shows and trusts.
     */
    void writeCertificates(Path folder) throws IOException {
        Files.createDirectories(folder);
        authority.writePem(folder, "ca");
        authority
                .issue(CertificateRequest.forDomain(Names.MASK).andDns(Names.SIP_DOMAIN))
                .writePem(folder, "xmpp");
        authority
                .issue(CertificateRequest.forDomain(Names.GATEWAY_SIP_NAME))
                .writePem(folder, "sip");
    }

    /** Writes the list of all users, as the whitelist reads it. */
    void writeUsers(Path file) throws IOException {
        StringBuilder users = new StringBuilder();
        LoadPlan plan = sipPlan();
        for (int conversation = 0; conversation < conversations; conversation++) {
            users.append(plan.xmppAddress(conversation)).append('\n');
            users.append(plan.sipAddress(conversation)).append('\n');
        }
        Files.writeString(file, users);
    }

    /** What SIP users are called on the SIP side. */
    private LoadPlan sipPlan() {
        return new LoadPlan(Names.XMPP_DOMAIN, Names.SIP_DOMAIN, conversations, TEXT_LENGTH);
    }

    /** What they are called on the XMPP side. */
    private LoadPlan xmppPlan() {
        return new LoadPlan(Names.XMPP_DOMAIN, Names.MASK, conversations, TEXT_LENGTH);
    }

    XmppLoad xmppLoad(LoadScore toSip, LoadScore toXmpp) {
        return new XmppLoad(
                StreamSettings.of(Names.XMPP_DOMAIN, xmppPeer, authority),
                xmppPlan(),
                toSip,
                toXmpp);
    }

    SipLoad sipLoad(LoadScore toXmpp, LoadScore toSip) {
        TlsIdentity identity =
                new TlsIdentity(edge.chain(), edge.key(), List.of(authority.certificate()));
        return new SipLoad(
                new SipLoad.Settings(identity, TlsRules.USUAL, Names.EDGE_NAME, 1),
                sipPlan(),
                toXmpp,
                toSip);
    }
}
