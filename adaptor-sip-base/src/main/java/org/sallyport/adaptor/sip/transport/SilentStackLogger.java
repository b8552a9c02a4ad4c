package org.sallyport.adaptor.sip.transport;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of JAIN's logger, which would ask for log4j 1 and write whole messages. Its texts
 * quote what users wrote: none of them goes on; only the class of a failure does. Public because
 * JAIN makes it by name.
 */
public final class SilentStackLogger implements StackLogger {
    private static final Logger LOG = LoggerFactory.getLogger(SilentStackLogger.class);

    /** Made by JAIN. */
    public SilentStackLogger() {}

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int traceLevel) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(@Nullable Throwable failure) {
        note(failure);
    }

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception failure) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {}

    @Override
    public void logError(String message) {}

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int logLevel) {
        return false;
    }

    @Override
    public void logError(String message, @Nullable Exception failure) {
        note(failure);
    }

    @Override
    public void logWarning(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {}

    @Override
    public void setStackProperties(Properties stackProperties) {}

    @Override
    public String getLoggerName() {
        return SilentStackLogger.class.getName();
    }

    private static void note(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.debug(
                    "the transaction layer reports a failure: failure={}",
                    failure.getClass().getName());
        }
    }
}
