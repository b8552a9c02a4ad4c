package org.sallyport.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sallyport.app.base.Clean;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line, with the keys {@code time, level, logger, message}, and {@code failure}
 * if there was one.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", Clean.of(Libraries.text(event)));
        event.getMDCPropertyMap()
                .forEach((key, value) -> line.putIfAbsent(Clean.of(key), Clean.of(value)));
        if (event.getThrowableProxy() != null) {
            line.put("failure", Failures.text(event.getThrowableProxy()));
        }
        return JSON.writeValueAsString(line) + "\n";
    }
}
