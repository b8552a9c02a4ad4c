package org.sallyport.app.docs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sallyport.adaptor.sip.error.Diagnostics;
import org.sallyport.adaptor.sip.error.ErrorTable;
import org.sallyport.adaptor.sip.error.Place;
import org.sallyport.adaptor.xmpp.stanza.Namespaces;
import org.sallyport.adaptor.xmpp.stanza.StanzaCondition;
import org.sallyport.adaptor.xmpp.stanza.StanzaError;
import org.sallyport.adaptor.xmpp.stanza.StanzaErrors;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;

/** The page of errors, from the tables of the adaptors and the words of the api's source. */
final class ErrorPage {
    private static final String HEAD =
            """
            # Errors

            Generated from the tables in the code; do not edit.

            Each failure has one code. It stands in `sallyport.outcome.failed{code}`, in the management API, in the text of a
            stanza error, and in the SIP header `ms-diagnostics-public` (`60NNN;reason="Sallyport: CODE (ref ID)";source="HOST"`).
            `ID` is the short correlation id, eight characters; it is found in the gateway's log at level `debug`.

            *Who acts*: whoever can change something about it: the `sender`, the `operator` of this gateway, the `peer`'s
            administrator, or the `gateway`, whose fault or state it is. *Passes*: the same text may succeed later without
            anybody changing anything.

            ## What the sender is told

            On the SIP side the answer depends on where the request stands. *Initial* answers a request that opens something
            (an INVITE, a MESSAGE outside a session), *in dialog* one inside a session that goes on: there never 408, 480 or
            481, which would make the peer invite and send again. Never 503: it would make an Edge avoid the whole gateway.
            `overloaded` and `shutting-down` come with `Retry-After`. The columns are those of `sip-skype`.

            """;

    private static final Pattern CONSTANT =
            Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s+([A-Z_]+)\\(Actor\\.");

    private ErrorPage() {}

    static String text() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        told(page);
        heardFromXmpp(page);
        heardFromSip(page);
        return page.toString();
    }

    private static void told(StringBuilder page) throws IOException {
        Map<String, String> meanings = meanings();
        page.append(
                "| Code | Means | Who acts | Passes | XMPP condition, type | SIP initial | SIP in dialog | Id |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            StanzaError stanza = StanzaErrors.of(code);
            List<Object> cells =
                    List.of(
                            "`" + code.token() + "`",
                            meanings.get(code.name()),
                            word(code.actor()),
                            code.isTemporary() ? "yes" : "",
                            "`" + stanza.condition().token() + "`, " + word(stanza.type()),
                            ErrorTable.MICROSOFT.statusOf(code, Place.INITIAL),
                            ErrorTable.MICROSOFT.statusOf(code, Place.IN_DIALOG),
                            Diagnostics.idOf(code));
            page.append(row(cells));
        }
    }

    private static void heardFromXmpp(StringBuilder page) {
        page.append("\n## What a stanza error of an XMPP peer means\n\n");
        page.append("| Condition | Code | with type wait |\n|---|---|---|\n");
        for (StanzaCondition condition : StanzaCondition.values()) {
            String code = heard(condition, StanzaError.Type.CANCEL).token();
            String wait = heard(condition, StanzaError.Type.WAIT).token();
            page.append(
                    row(
                            List.of(
                                    "`" + condition.token() + "`",
                                    "`" + code + "`",
                                    wait.equals(code) ? "" : "`" + wait + "`")));
        }
        page.append("\nThe application condition `stanza-too-big` means `too-large`; ");
        page.append("anything that is not in the table means `undefined`.\n");
    }

    private static ErrorCode heard(StanzaCondition condition, StanzaError.Type type) {
        return StanzaErrors.read(
                XmlElement.of(Namespaces.SERVER, "message")
                        .and(StanzaError.of(condition, type).toXml())
                        .build());
    }

    private static void heardFromSip(StringBuilder page) {
        page.append("\n## What a final status of an Edge means\n\n");
        page.append("| Status | Code |\n|---|---|\n");
        Map<ErrorCode, String> statuses = new LinkedHashMap<>();
        for (int status = 300; status < 700; status++) {
            ErrorCode code = ErrorTable.MICROSOFT.codeOf(status);
            if (status % 100 == 0 || code != rest(status)) {
                statuses.merge(code, Integer.toString(status), (one, more) -> one + ", " + more);
            }
        }
        statuses.entrySet().stream()
                .map(entry -> row(List.of(entry.getValue(), "`" + entry.getKey().token() + "`")))
                .forEach(page::append);
        Map<Integer, ErrorCode> rests = new TreeMap<>();
        for (int status = 300; status < 700; status += 100) {
            rests.put(status / 100, rest(status));
        }
        page.append("\nAny other status: ");
        page.append(
                rests.entrySet().stream()
                        .map(entry -> entry.getKey() + "xx `" + entry.getValue().token() + "`")
                        .collect(Collectors.joining(", ")));
        page.append(". A 606 with `Warning: 309` means `");
        page.append(ErrorTable.MICROSOFT.codeOf(606, 309).token()).append("`.\n");
    }

    /** What a status means that nobody has assigned in this class. */
    private static ErrorCode rest(int status) {
        return ErrorTable.MICROSOFT.codeOf(status / 100 * 100 + 99);
    }

    /** What the source says of each code. */
    private static Map<String, String> meanings() throws IOException {
        Matcher constants =
                CONSTANT.matcher(
                        Pages.read(
                                "gateway-api/src/main/java/org/sallyport/api/error/ErrorCode.java"));
        Map<String, String> meanings = new LinkedHashMap<>();
        while (constants.find()) {
            String said = constants.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
            meanings.put(constants.group(2), said.replaceAll("\\.$", ""));
        }
        return meanings;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String row(List<?> cells) {
        return cells.stream().map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
