package org.sallyport.adaptor.sip.session;

import org.sallyport.api.packet.DeliveryFailure;

/** What the gateway itself says to users of the SIP side. Never quotes anybody. */
final class Notices {
    private Notices() {}

    /** An earlier text did not arrive, or nobody knows. */
    static String lateFailure(DeliveryFailure failure) {
        String what = failure.certain() ? "could not be delivered" : "may not have been delivered";
        return "An earlier message of yours "
                + what
                + " ("
                + failure.code().token()
                + ", ref "
                + failure.of().shortForm()
                + ").";
    }
}
