package org.sallyport.adaptor.sip.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.adaptor.sip.Vectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.CorrelationId;
import tools.jackson.databind.JsonNode;

class ErrorTableTest {
    /** The stanza conditions behind the codes that the base table uses (RFC 6120 §8.3.3). */
    private static final Map<ErrorCode, String> CONDITIONS =
            Map.ofEntries(
                    Map.entry(ErrorCode.REDIRECTED, "redirect"),
                    Map.entry(ErrorCode.USER_GONE, "gone"),
                    Map.entry(ErrorCode.MALFORMED, "bad-request"),
                    Map.entry(ErrorCode.BAD_ADDRESS, "jid-malformed"),
                    Map.entry(ErrorCode.NOT_AUTHORIZED, "not-authorized"),
                    Map.entry(ErrorCode.FORBIDDEN, "forbidden"),
                    Map.entry(ErrorCode.NOT_ALLOWED, "not-allowed"),
                    Map.entry(ErrorCode.UNKNOWN_USER, "item-not-found"),
                    Map.entry(ErrorCode.UNSUPPORTED, "feature-not-implemented"),
                    Map.entry(ErrorCode.NOT_ACCEPTABLE, "not-acceptable"),
                    Map.entry(ErrorCode.REGISTRATION_REQUIRED, "registration-required"),
                    Map.entry(ErrorCode.SUBSCRIPTION_REQUIRED, "subscription-required"),
                    Map.entry(ErrorCode.PEER_TIMEOUT, "remote-server-timeout"),
                    Map.entry(ErrorCode.POLICY_VIOLATION, "policy-violation"),
                    Map.entry(ErrorCode.CONFLICT, "conflict"),
                    Map.entry(ErrorCode.PEER_OVERLOADED, "resource-constraint"),
                    Map.entry(ErrorCode.USER_UNAVAILABLE, "recipient-unavailable"),
                    Map.entry(ErrorCode.UNEXPECTED, "unexpected-request"),
                    Map.entry(ErrorCode.PEER_ERROR, "internal-server-error"),
                    Map.entry(ErrorCode.PEER_NOT_FOUND, "remote-server-not-found"),
                    Map.entry(ErrorCode.UNDEFINED, "undefined-condition"));

    static Stream<Named<JsonNode>> sipToXmpp() {
        return Vectors.rows("xmpp-sip/errors_sip_to_xmpp")
                .filter(row -> row.getPayload().at("/in/sip").asInt(0) >= 300)
                // Contact of a redirection is not carried: the gateway's outcomes have no place for
                // an address.
                .filter(row -> !row.getName().equals("es2x-301-nocontact"));
    }

    static Stream<Named<JsonNode>> xmppToSip() {
        // The column for full JIDs: bare ones would draw 6xx, which a gateway with one user per leg
        // must not claim
        // (MS-SIP §7.2). Rows with a cause or an address of their own have no code of their own.
        return Vectors.rows("xmpp-sip/errors_xmpp_to_sip")
                .filter(row ->
                        row.getPayload().at("/in/relates_to").asString("").equals("full-jid"))
                .filter(row ->
                        CONDITIONS.containsValue(row.getPayload().at("/in/condition").asString("")))
                .filter(row ->
                        !Set.of("ex2s-feature-not-implemented-full").contains(row.getName()));
    }

    static Stream<Named<JsonNode>> overlay() {
        return Vectors.rows("overlay-ms");
    }

    @ParameterizedTest
    @MethodSource("sipToXmpp")
    void readsStatusesByTheRfc(JsonNode row) {
        ErrorCode code = ErrorTable.RFC.codeOf(row.at("/in/sip").asInt());
        assertThat(CONDITIONS.get(code))
                .as(Vectors.because(row))
                .isEqualTo(row.at("/out/condition").asString());
    }

    @ParameterizedTest
    @MethodSource("xmppToSip")
    void tellsErrorsByTheRfc(JsonNode row) {
        String condition = row.at("/in/condition").asString();
        ErrorCode code =
                CONDITIONS.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(condition))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        // A resource constraint that we pass on is the peer's.
        assertThat(ErrorTable.RFC.statusOf(code, Place.INITIAL))
                .as(Vectors.because(row))
                .isEqualTo(row.at("/out/sip").asInt());
    }

    @ParameterizedTest
    @MethodSource("overlay")
    void laysTheMicrosoftRowsOver(JsonNode row) {
        if (row.at("/in/sip").isMissingNode()) {
            ErrorCode code = code(row.at("/in/code").asString());
            assertThat(ErrorTable.MICROSOFT.statusOf(code, Place.INITIAL))
                    .isEqualTo(row.at("/out/initial").asInt());
            assertThat(ErrorTable.MICROSOFT.statusOf(code, Place.IN_DIALOG))
                    .isEqualTo(row.at("/out/in-dialog").asInt());
        } else {
            assertThat(
                            ErrorTable.MICROSOFT.codeOf(
                                    row.at("/in/sip").asInt(), row.at("/in/warning").asInt(0)))
                    .isEqualTo(code(row.at("/out/code").asString()));
        }
    }

    @Test
    void eachOverlayRowOfTheCodeIsARowOfTheFile() {
        List<String> documented =
                overlay()
                        .map(row -> key(row.getPayload()))
                        .collect(Collectors.toCollection(ArrayList::new));
        documented.remove("606/309");
        List<String> coded =
                Stream.concat(
                                MicrosoftErrors.STATUSES.stream().map(row -> row.status() + "/0"),
                                MicrosoftErrors.CODES.stream().map(row -> row.code().token()))
                        .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(coded);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeHasItsRow(ErrorCode code) {
        assertThat(BaseErrors.CODES.stream().filter(row -> row.code() == code)).hasSize(1);
        for (ErrorTable table : List.of(ErrorTable.RFC, ErrorTable.MICROSOFT)) {
            assertThat(table.statusOf(code, Place.INITIAL)).isBetween(300, 699).isNotEqualTo(503);
            assertThat(table.statusOf(code, Place.IN_DIALOG))
                    .isBetween(400, 699)
                    // What says that the dialog is gone, or ends it (RFC 3261 §12.2.1.2, RFC 5057
                    // §5.1), or challenges.
                    .isNotIn(401, 404, 407, 408, 410, 416, 480, 481, 482, 484, 485, 502, 503, 604);
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverChallengesMicrosoftAndNeverCallsThePeerDead(ErrorCode code) {
        assertThat(ErrorTable.MICROSOFT.statusOf(code, Place.INITIAL))
                .isNotIn(401, 407, 408, 481, 503);
    }

    @Test
    void everyStatusHasAMeaning() {
        Set<ErrorCode> meanings =
                IntStream.range(300, 700)
                        .mapToObj(ErrorTable.MICROSOFT::codeOf)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ErrorCode.class)));
        assertThat(meanings)
                .doesNotContain(ErrorCode.GATEWAY_ERROR, ErrorCode.POLICY_DENIED)
                .hasSizeGreaterThan(12);
    }

    @Test
    void explainsItselfInTheRangeForCustomIds() {
        CorrelationId id = new CorrelationId("0123456789abcdef-12345678");
        assertThat(ErrorCode.values())
                .extracting(Diagnostics::idOf)
                .doesNotHaveDuplicates()
                .allMatch(n -> n > 60_000 && n < 63_000);
        assertThat(Diagnostics.value(ErrorCode.UNKNOWN_USER, Optional.of(id), "sip.xmpp.example"))
                .matches(
                        "\\d{5};reason=\"Sallyport: unknown-user \\(ref 12345678\\)\";source=\"sip\\.xmpp\\.example\"");
    }

    private static String key(JsonNode row) {
        return row.at("/in/sip").isMissingNode()
                ? row.at("/in/code").asString()
                : row.at("/in/sip").asInt() + "/" + row.at("/in/warning").asInt(0);
    }

    private static ErrorCode code(String token) {
        return ErrorCode.valueOf(token.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
