package org.sallyport.adaptor.sip.session;

import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;

/**
 * What sessions may cost; a section of the adaptor's configuration.
 *
 * @param maxText longest text that is sent, in UTF-8
 * @param splitAt longest part that a text is sent in
 * @param sessions most conversations at a time
 * @param waitingTexts most texts of one conversation that wait for it to be opened
 */
@Doc("What sessions may cost")
public record SessionLimits(
        @Doc("Longest text that is sent, in UTF-8; longer ones are refused") @Default("64KiB")
                ByteSize maxText,
        @Doc("A longer text is sent in parts of at most this size") @Default("8KiB")
                ByteSize splitAt,
        @Doc("Most conversations at a time") @Default("100000") int sessions,
        @Doc("Most texts of one conversation that wait for it to be opened") @Default("100")
                int waitingTexts) {
    /** The defaults of all keys. */
    public static final SessionLimits DEFAULTS =
            new SessionLimits(new ByteSize(64 << 10), new ByteSize(8 << 10), 100_000, 100);

    /**
     * @throws IllegalArgumentException if a limit is out of bounds
     */
    public SessionLimits {
        if (splitAt.bytes() < 256
                || maxText.bytes() < splitAt.bytes()
                || maxText.bytes() > (1 << 20)) {
            throw new IllegalArgumentException(
                    "split-at is 256B or more, max-text at least split-at and at most 1MiB");
        }
        if (sessions < 1 || waitingTexts < 1) {
            throw new IllegalArgumentException("sessions and waiting-texts are 1 or more");
        }
    }
}
