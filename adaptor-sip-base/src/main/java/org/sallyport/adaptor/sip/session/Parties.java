package org.sallyport.adaptor.sip.session;

import java.util.Optional;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.NameAddress;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.api.address.Address;

/**
 * Who writes to whom in a request of a peer.
 *
 * @param pair the two users
 * @param from From as it came, without the name to show
 * @param to To as it came, without the name to show
 */
record Parties(PairKey pair, NameAddress from, NameAddress to) {
    /**
     * Reads From and To; the Request-URI of an initial request names the same user as To on this
     * leg.
     */
    static Parties of(IncomingRequest request) throws BadSipAddressException {
        NameAddress from = NameAddress.parse(request.header("From").orElse(""));
        NameAddress to = NameAddress.parse(request.header("To").orElse(""));
        Address remote = SipAddresses.read(from.uri()).bare();
        Address local = SipAddresses.read(to.uri()).bare();
        return new Parties(new PairKey(local, remote), from, to);
    }

    /** The tag of From. */
    String remoteTag() {
        return from.parameter("tag").orElse("");
    }

    /** The tag of To, if the request claims to belong to a dialog. */
    Optional<String> localTag() {
        return to.parameter("tag");
    }

    /** The dialog that the request claims to belong to. */
    Optional<Dialog.Id> dialog(IncomingRequest request) {
        String callId = request.header("Call-ID").orElse("");
        return localTag().map(tag -> new Dialog.Id(callId, tag, remoteTag()));
    }
}
