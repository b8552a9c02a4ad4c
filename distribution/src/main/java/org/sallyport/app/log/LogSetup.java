package org.sallyport.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.sallyport.core.config.LogSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets logging up from the section {@code log:}; there is no other way. */
public final class LogSetup {
    private LogSetup() {}

    /**
     * From now on log lines go to {@code target}, in UTF-8.
     *
     * @param settings form and level
     * @param target usually standard output: service managers keep what stands there
     */
    public static void configure(LogSettings settings, OutputStream target) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = Level.toLevel(settings.level().name());
        root.setLevel(level);
        root.addAppender(appender(context, settings.format(), target));
        Level libraries = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
        Libraries.NAMES.forEach(name -> context.getLogger(name).setLevel(libraries));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static OutputStreamAppender<ILoggingEvent> appender(
            LoggerContext context, LogSettings.Format format, OutputStream target) {
        Layout<ILoggingEvent> layout =
                switch (format) {
                    case TEXT -> new TextLayout();
                    case JSON -> new JsonLayout();
                };
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(target);
        appender.start();
        return appender;
    }
}
