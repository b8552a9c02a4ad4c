package org.sallyport.adaptor.sip.transport;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** Takes the place of JAIN's message log: writes nothing. Public because JAIN makes it by name. */
public final class SilentServerLogger implements ServerLogger {
    /** Made by JAIN. */
    public SilentServerLogger() {}

    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sender, long time) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sender) {}

    @Override
    public void logException(Exception failure) {}

    @Override
    public void setStackProperties(Properties stackProperties) {}

    @Override
    public void setSipStack(SipStack sipStack) {}
}
