package org.sallyport.simulator.edge.presence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/**
 * Writes what a federated watcher sees: container 100, External Contacts (MS-SIP §3.1). Marked
 * [I]nferred there: places of {@code end}, instance 1 of the out-of-office note.
 */
public final class PresenceDocuments {
    private static final String CATEGORIES = "http://schemas.microsoft.com/2006/09/sip/categories";
    private static final String MICROSOFT = "http://schemas.microsoft.com/2006/09/sip/";
    private static final String DELIMITER =
            "<delimiter xmlns=\"" + MICROSOFT + "commontypes\"></delimiter>";
    private static final String END = "<end xmlns=\"" + MICROSOFT + "commontypes\"></end>";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Set<String> wanted;
    private final String time;

    /**
     * @param wanted categories the watcher asked for; empty for all
     * @param published time of publication
     */
    public PresenceDocuments(Set<String> wanted, Instant published) {
        this.wanted = Set.copyOf(wanted);
        this.time = TIME.format(published);
    }

    /** The whole document. */
    public byte[] whole(PresenceForm form, Presentity user) {
        return switch (form) {
            case CATEGORIES -> categories(user, everything(user));
            case MSRTC_PIDF -> octets(msrtc(user));
            case PIDF -> octets(pidf(user));
        };
    }

    /**
     * What changed; only categories can say less than the whole. Empty when the watcher did not ask
     * for what changed.
     */
    public byte[] change(PresenceForm form, Presentity before, Presentity after) {
        if (form != PresenceForm.CATEGORIES) {
            return whole(form, after);
        }
        StringBuilder xml = new StringBuilder();
        if (!before.note().equals(after.note())) {
            xml.append(note(after));
        }
        if (before.availability() != after.availability()) {
            xml.append(state(after)).append(legacy(after));
        }
        return xml.isEmpty() ? new byte[0] : categories(after, xml.toString());
    }

    private static byte[] categories(Presentity user, String content) {
        return octets(
                "<categories xmlns=\""
                        + CATEGORIES
                        + "\" uri=\"sip:"
                        + Xml.escaped(user.address())
                        + "\">"
                        + content
                        + "</categories>");
    }

    private String everything(Presentity user) {
        return category("calendarData", 0, "")
                + cards(user)
                + legacy(user)
                + note(user)
                + category("note", 1, "")
                + services(user)
                + state(user);
    }

    private String category(String name, int instance, String value) {
        if (!wanted.isEmpty() && !wanted.contains(name)) {
            return "";
        }
        String start =
                "<category name=\""
                        + name
                        + "\" instance=\""
                        + instance
                        + "\" publishTime=\""
                        + time
                        + "\"";
        return value.isEmpty() ? start + "/>" : start + ">" + value + "</category>";
    }

    private String cards(Presentity user) {
        String start = "<contactCard xmlns=\"" + MICROSOFT + "contactcard\"";
        String identity =
                "<identity><name><displayName>"
                        + Xml.escaped(user.display())
                        + "</displayName></name><email>"
                        + Xml.escaped(user.address())
                        + "</email></identity>";
        String work = "<company>SfB Example Ltd</company><title>Senior Employee</title>";
        String photo =
                "<title>Senior Employee</title>"
                        + DELIMITER
                        + DELIMITER
                        + "<displayADPhoto>true</displayADPhoto><photo type=\"enterprise\""
                        + " updated=\"2025-05-24T21:08:59Z\"><uri></uri>"
                        + "<hash>10000000000000000000000000000001</hash></photo>"
                        + END;
        String close = "</contactCard>";
        return category("contactCard", 0, start + ">" + identity + close)
                + category("contactCard", 1, start + "/>")
                + category("contactCard", 3, start + ">" + work + close)
                + category("contactCard", 6, start + ">" + photo + close);
    }

    private String legacy(Presentity user) {
        return category(
                "legacyInterop",
                1,
                "<legacyInterop xmlns=\""
                        + CATEGORIES
                        + "\" availability=\""
                        + user.availability()
                        + "\"/>");
    }

    // A note that is gone leaves an empty instance (MS-SIP §3.3).
    private String note(Presentity user) {
        String body =
                "<note xmlns=\""
                        + MICROSOFT
                        + "note\"><body type=\"personal\" uri=\"\">"
                        + Xml.escaped(user.note())
                        + "</body></note>";
        return category("note", 0, user.note().isEmpty() ? "" : body);
    }

    private String services(Presentity user) {
        String ability = " deviceAvailability=\"" + user.availability() + "\"/>";
        return category(
                "services",
                0,
                "<services xmlns=\""
                        + MICROSOFT
                        + "service\"><service uri=\"sip:"
                        + Xml.escaped(user.address())
                        + "\"><capabilities><text render=\"true\" capture=\"true\""
                        + ability
                        + "<gifInk render=\"true\" capture=\"false\""
                        + ability
                        + "<isfInk render=\"true\" capture=\"false\""
                        + ability
                        + "<voice render=\"true\" capture=\"true\""
                        + ability
                        + "<video render=\"true\" capture=\"true\""
                        + ability
                        + "</capabilities></service></services>");
    }

    private String state(Presentity user) {
        return category(
                "state",
                1,
                "<state xmlns=\""
                        + MICROSOFT
                        + "state\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:type=\"aggregateState\"><availability>"
                        + user.availability()
                        + "</availability>"
                        + DELIMITER
                        + END
                        + "</state>");
    }

    // No sip: before the address (MS-SIP §3.2).
    private static String msrtc(Presentity user) {
        int activity =
                switch (level(user)) {
                    case OFFLINE -> 0;
                    case AVAILABLE -> 400;
                    case BUSY -> 600;
                    case BACK_SOON -> 300;
                    case AWAY -> 100;
                };
        return "<presentity uri=\""
                + Xml.escaped(user.address())
                + "\" xmlns=\"http://schemas.microsoft.com/2002/09/sip/presence\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                + "<availability aggregate=\""
                + (level(user) == Level.OFFLINE ? 0 : 300)
                + "\" description=\"\"/><activity aggregate=\""
                + activity
                + "\" description=\"\"/><displayName displayName=\""
                + Xml.escaped(user.display())
                + "\"/></presentity>";
    }

    private static String pidf(Presentity user) {
        String activity =
                switch (level(user)) {
                    case OFFLINE, AVAILABLE -> "";
                    case BUSY -> "busy";
                    case BACK_SOON, AWAY -> "away";
                };
        String activities =
                activity.isEmpty()
                        ? ""
                        : "<ep:activities><ep:activity>"
                                + activity
                                + "</ep:activity></ep:activities>";
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
                + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\""
                + " xmlns:ep=\"urn:ietf:params:xml:ns:pidf:status:rpid-status\""
                + " xmlns:et=\"urn:ietf:params:xml:ns:pidf:rpid-tuple\""
                + " xmlns:ci=\"urn:ietf:params:xml:ns:pidf:cipid\" entity=\"sip:"
                + Xml.escaped(user.address())
                + "\"><tuple id=\"0\"><status><basic>"
                + (level(user) == Level.OFFLINE ? "closed" : "open")
                + "</basic>"
                + activities
                + "</status></tuple><ci:display-name>"
                + Xml.escaped(user.display())
                + "</ci:display-name></presence>";
    }

    private enum Level {
        OFFLINE,
        AVAILABLE,
        BUSY,
        BACK_SOON,
        AWAY
    }

    // The ranges of MS-SIP §3.2.
    private static Level level(Presentity user) {
        int number = user.availability();
        if (number < 3000 || number >= 18_000) {
            return Level.OFFLINE;
        } else if (number < 4500) {
            return Level.AVAILABLE;
        } else if (number < 6000 || number >= 15_000) {
            return Level.AWAY;
        }
        return number < 12_000 ? Level.BUSY : Level.BACK_SOON;
    }

    private static byte[] octets(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }
}
