package org.sallyport.simulator.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipRulesTest {
    private static SipMessage.Builder without(String name) {
        SipMessage.Builder builder = SipMessage.request("OPTIONS", "sip:sip.sfb.example");
        add(builder, name, "Via", "SIP/2.0/TLS 10.0.0.1:5061;branch=z9hG4bKa1");
        add(builder, name, "Max-Forwards", "70");
        add(builder, name, "From", "<sip:alice@xmpp.example>;tag=1");
        add(builder, name, "To", "<sip:sfb.example>");
        add(builder, name, "Call-ID", "1@x");
        add(builder, name, "CSeq", "1 OPTIONS");
        return builder;
    }

    private static void add(SipMessage.Builder builder, String left, String name, String value) {
        if (!name.equals(left)) {
            builder.with(name, value);
        }
    }

    @Test
    void passesAWholeRequest() {
        assertThat(SipRules.fault(without("none").empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Via, via",
        "Max-Forwards, max-forwards",
        "From, from-tag",
        "To, to",
        "Call-ID, call-id",
        "CSeq, cseq"
    })
    void missesWhatIsMandatory(String name, String fault) {
        assertThat(SipRules.fault(without(name).empty())).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Via | SIP/2.0/TLS 10.0.0.1:5061;branch=1 | via-branch",
                "Via | SIP/2.0/UDP 10.0.0.1:5061;branch=z9hG4bKa1 | via",
                "Via | SIP/2.0/TLS ;branch=z9hG4bKa1 | via",
                "From | <sip:alice@xmpp.example> | from-tag",
                "From | <tel:123>;tag=1 | from-tag",
                "From | <sip:alice@xmpp.example;tag=1 | from-tag",
                "To | <sip:@sfb.example> | to",
                "CSeq | 1 INVITE | cseq-method",
                "CSeq | 2147483648 OPTIONS | cseq",
                "CSeq | OPTIONS | cseq",
                "Max-Forwards | x | max-forwards"
            })
    void refusesWrongValues(String name, String value, String fault) {
        assertThat(SipRules.fault(without(name).with(name, value).empty())).contains(fault);
    }

    @ParameterizedTest
    @CsvSource({"From", "To", "Call-ID", "CSeq", "Max-Forwards"})
    void refusesSingleHeadersThatComeTwice(String name) {
        SipMessage whole = without("none").empty();
        SipMessage twice = without("none").withAll(name, whole.list(name)).empty();
        assertThat(SipRules.fault(twice))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("duplicate-"));
    }

    @Test
    void wantsAContactInInvitations() {
        SipMessage invite =
                SipMessage.request("INVITE", "sip:bob@sfb.example")
                        .with("Via", "SIP/2.0/TLS 10.0.0.1;branch=z9hG4bKa1")
                        .with("Max-Forwards", "70")
                        .with("From", "sip:alice@xmpp.example;tag=1")
                        .with("To", "sip:bob@sfb.example")
                        .with("Call-ID", "1")
                        .with("CSeq", "1 INVITE")
                        .empty();
        assertThat(SipRules.fault(invite)).contains("contact");
        assertThat(invite.from().tag()).contains("1");
    }

    @Test
    void wantsATagInAnswers() {
        SipMessage answer =
                SipMessage.response(200, "OK")
                        .with("Via", "SIP/2.0/TLS 10.0.0.1;branch=z9hG4bKa1")
                        .with("From", "<sip:alice@xmpp.example>;epid=1;tag=1")
                        .with("To", "<sip:bob@sfb.example>")
                        .with("Call-ID", "1")
                        .with("CSeq", "1 OPTIONS")
                        .empty();
        assertThat(SipRules.fault(answer)).contains("to-tag");
    }
}
