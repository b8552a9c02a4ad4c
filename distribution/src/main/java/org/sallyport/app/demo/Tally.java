package org.sallyport.app.demo;

import java.util.Map;
import org.sallyport.app.base.Json;
import org.sallyport.core.pipeline.Totals;

/**
 * How the conversation went. A refusal that the script expects is counted as {@code refused} and
 * never as {@code sent}: sent are texts that must arrive.
 */
final class Tally {
    private int sent;
    private int delivered;
    private int failed;
    private int refused;
    private int unexpected;

    void delivered() {
        sent++;
        delivered++;
    }

    /** The sender was told. */
    void failed() {
        sent++;
        failed++;
    }

    /** The sender was told nothing, and nothing arrived. */
    void vanished() {
        sent++;
    }

    /** The refusal that the script wants. */
    void refused() {
        refused++;
    }

    /** What should have been refused was not, or nobody was told. */
    void notRefused() {
        unexpected++;
    }

    int lost() {
        return sent - delivered - failed;
    }

    boolean isGood(Totals totals, int violations) {
        return delivered == sent
                && sent > 0
                && unexpected == 0
                && totals.lost() == 0
                && violations == 0;
    }

    Map<String, Object> document(Totals totals, int violations, long tookMillis) {
        Map<String, Object> document = Json.document();
        document.put("sent", sent);
        document.put("delivered", delivered);
        document.put("failed", failed);
        document.put("lost", lost() + totals.lost());
        document.put("refused", refused);
        document.put("not-refused", unexpected);
        document.put("violations", violations);
        document.put("took-ms", tookMillis);
        return document;
    }

    String line(int violations) {
        return "sent "
                + sent
                + ", delivered "
                + delivered
                + ", failed "
                + failed
                + ", lost "
                + lost()
                + ", refused "
                + refused
                + "; rules broken by the gateway: "
                + violations;
    }
}
