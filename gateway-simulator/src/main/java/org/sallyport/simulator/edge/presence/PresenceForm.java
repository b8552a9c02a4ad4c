package org.sallyport.simulator.edge.presence;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of document the server writes, best first (MS-SIP §3.1). */
public enum PresenceForm {
    /** Microsoft's categories. */
    CATEGORIES("application/msrtc-event-categories+xml"),
    /** Microsoft's older presence document. */
    MSRTC_PIDF("text/xml+msrtc.pidf"),
    /** PIDF in the draft dialect. */
    PIDF("application/pidf+xml");

    private final String type;

    PresenceForm(String type) {
        this.type = type;
    }

    /** The Content-Type. */
    public String type() {
        return type;
    }

    /**
     * The first of this list that the watcher accepts, whatever order she wrote; without any Accept
     * it is PIDF (RFC 3856 §6.7).
     *
     * @param accept entries of Accept, with or without parameters
     */
    public static Optional<PresenceForm> chosen(List<String> accept) {
        if (accept.isEmpty()) {
            return Optional.of(PIDF);
        }
        List<String> types = accept.stream().map(PresenceForm::bare).toList();
        for (PresenceForm form : values()) {
            if (types.contains(form.type)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /** The form with this Content-Type in lower case and without parameters. */
    public static Optional<PresenceForm> of(String type) {
        for (PresenceForm form : values()) {
            if (form.type.equals(type)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    private static String bare(String entry) {
        int end = entry.indexOf(';');
        return (end < 0 ? entry : entry.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
