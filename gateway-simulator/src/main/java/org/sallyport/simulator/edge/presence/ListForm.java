package org.sallyport.simulator.edge.presence;

import java.nio.charset.StandardCharsets;

/**
 * A document wrapped as a list of one (RFC 4662) the way Microsoft writes it: Content-ID without
 * brackets.
 *
 * @param type Content-Type with its parameters
 * @param body the multipart body, as text
 */
public record ListForm(String type, String body) {
    /**
     * Wraps a document.
     *
     * @param watcher address of the watcher
     * @param presentity address of the one who is watched
     * @param version counts up from 0 in each subscription
     * @param boundary what separates the parts
     */
    public static ListForm wrap(
            String watcher,
            String presentity,
            int version,
            String boundary,
            PresenceForm form,
            byte[] document) {
        String list =
                "<list xmlns=\"urn:ietf:params:xml:ns:rlmi\" uri=\"sip:"
                        + Xml.escaped(watcher)
                        + "\" version=\""
                        + version
                        + "\" fullState=\"false\"><resource uri=\"sip:"
                        + Xml.escaped(presentity)
                        + "\"><instance id=\"0\" state=\"active\" cid=\""
                        + Xml.escaped(presentity)
                        + "\"/></resource></list>";
        String whole =
                part(boundary, "resourceList", "application/rlmi+xml", list)
                        + part(
                                boundary,
                                presentity,
                                form.type(),
                                new String(document, StandardCharsets.UTF_8))
                        + "--"
                        + boundary
                        + "--\r\n";
        return new ListForm(
                "multipart/related;type=\"application/rlmi+xml\";start=resourceList;boundary="
                        + boundary,
                whole);
    }

    private static String part(String boundary, String id, String type, String content) {
        return "--"
                + boundary
                + "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: "
                + id
                + "\r\nContent-Type: "
                + type
                + "\r\n\r\n"
                + content
                + "\r\n";
    }

    @Override
    public String toString() {
        return "ListForm";
    }
}
