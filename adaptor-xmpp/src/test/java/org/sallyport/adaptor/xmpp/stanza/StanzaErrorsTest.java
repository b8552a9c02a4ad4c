package org.sallyport.adaptor.xmpp.stanza;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.error.ErrorCode;

class StanzaErrorsTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasACondition(ErrorCode code) {
        StanzaError error = StanzaErrors.of(code);
        assertThat(error.toXml().children()).hasSize(1);
        // Only what may succeed later invites to try again later.
        if (error.type() == StanzaError.Type.WAIT && code != ErrorCode.USER_DECLINED) {
            assertThat(code.isTemporary()).as(code.token()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(StanzaCondition.class)
    void everyConditionHasACode(StanzaCondition condition) {
        assertThat(read(condition.token(), "cancel")).isNotNull();
        assertThat(StanzaCondition.of(condition.token())).contains(condition);
    }

    @Test
    void conditionsSurviveTheWayThereAndBack() {
        Set<StanzaCondition> kept = EnumSet.noneOf(StanzaCondition.class);
        for (StanzaCondition condition : StanzaCondition.values()) {
            if (StanzaErrors.of(StanzaErrors.code(condition, false)).condition() == condition) {
                kept.add(condition);
            }
        }
        assertThat(kept).isEqualTo(EnumSet.allOf(StanzaCondition.class));
    }

    /** What RFC 7247 §7 makes of SIP statuses, by the codes that stand for them. */
    @ParameterizedTest
    @CsvSource({
        "MALFORMED, bad-request, MODIFY",
        "UNKNOWN_USER, item-not-found, CANCEL",
        "USER_UNAVAILABLE, recipient-unavailable, WAIT",
        "USER_BUSY, recipient-unavailable, WAIT",
        "USER_DECLINED, recipient-unavailable, WAIT",
        "USER_GONE, gone, CANCEL",
        "REDIRECTED, redirect, MODIFY",
        "NOT_ACCEPTABLE, not-acceptable, MODIFY",
        "TOO_LARGE, policy-violation, MODIFY",
        "UNSUPPORTED, feature-not-implemented, CANCEL",
        "FORBIDDEN, forbidden, AUTH",
        "NOT_AUTHORIZED, not-authorized, AUTH",
        "REGISTRATION_REQUIRED, registration-required, AUTH",
        "PEER_TIMEOUT, remote-server-timeout, WAIT",
        "PEER_NOT_FOUND, remote-server-not-found, CANCEL",
        "PEER_ERROR, internal-server-error, CANCEL",
        "UNEXPECTED, unexpected-request, WAIT",
        "ENCRYPTED_CONTENT, not-acceptable, MODIFY",
        "OVERLOADED, resource-constraint, WAIT"
    })
    void saysWhatTheStandardSays(ErrorCode code, String condition, StanzaError.Type type) {
        assertThat(StanzaErrors.of(code).condition().token()).isEqualTo(condition);
        assertThat(StanzaErrors.of(code).type()).isEqualTo(type);
    }

    @Test
    void oddErrorsAreUndefined() {
        assertThat(read("no-such-condition", "cancel")).isEqualTo(ErrorCode.UNDEFINED);
        assertThat(StanzaErrors.read(XmlElement.of(Namespaces.SERVER, "message").build()))
                .isEqualTo(ErrorCode.UNDEFINED);
        assertThat(read("policy-violation", "wait")).isEqualTo(ErrorCode.PEER_OVERLOADED);
    }

    @Test
    void aStanzaThatWasTooBigIsToldSo() {
        XmlElement error =
                XmlElement.of(Namespaces.SERVER, "error")
                        .with("type", "modify")
                        .and(Namespaces.STANZAS, "policy-violation")
                        .and(Namespaces.ERRORS, "stanza-too-big")
                        .build();
        XmlElement message = XmlElement.of(Namespaces.SERVER, "message").and(error).build();
        assertThat(StanzaErrors.read(message)).isEqualTo(ErrorCode.TOO_LARGE);
    }

    private static ErrorCode read(String condition, String type) {
        XmlElement error =
                XmlElement.of(Namespaces.SERVER, "error")
                        .with("type", type)
                        .and(Namespaces.STANZAS, condition)
                        .build();
        return StanzaErrors.read(XmlElement.of(Namespaces.SERVER, "message").and(error).build());
    }
}
