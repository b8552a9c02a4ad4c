package org.sallyport.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.sallyport.app.base.Clean;

/**
 * A line for people: time in UTC, level, where, and one sentence with its {@code key=value} pairs.
 */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String OURS = "org.sallyport.";

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(level.length() == 4 ? "  " : " ");
        String logger = event.getLoggerName();
        line.append(Clean.of(logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger));
        line.append(": ").append(Clean.of(Libraries.text(event)));
        event.getMDCPropertyMap()
                .forEach((key, value) ->
                        line.append(' ').append(Clean.of(key)).append('=').append(Clean.of(value)));
        return line.append('\n').append(Failures.text(event.getThrowableProxy())).toString();
    }
}
