package org.sallyport.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.sallyport.simulator.load.LoadReport;

/** All samples of one subject, and what went wrong with it. */
final class Figures {
    /** What is measured in each round, in this order. */
    enum Kind {
        TO_SIP("XMPP to SIP"),
        TO_XMPP("SIP to XMPP"),
        BOTH("both at once"),
        HALF("both, half rate");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What must be zero. */
    record Faults(
            long lost,
            long refused,
            long duplicates,
            long outOfOrder,
            long strays,
            long unanswered,
            int violations) {
        boolean isNone() {
            return lost + refused + duplicates + outOfOrder + strays + unanswered + violations == 0;
        }
    }

    private final String subject;
    private final Map<Kind, List<Sample>> samples = new EnumMap<>(Kind.class);
    private Faults faults = new Faults(0, 0, 0, 0, 0, 0, 0);

    Figures(String subject) {
        this.subject = subject;
    }

    String subject() {
        return subject;
    }

    void add(Kind kind, Sample sample) {
        samples.computeIfAbsent(kind, _ -> new ArrayList<>()).add(sample);
    }

    List<Sample> samples(Kind kind) {
        return samples.getOrDefault(kind, List.of());
    }

    /** The median over all rounds. */
    double median(Kind kind, ToDoubleFunction<Sample> figure) {
        return Sample.median(samples(kind), figure);
    }

    /** Looks at the whole run, warm-up included. */
    void judge(Rig rig) {
        LoadReport there = rig.report(Rig.Direction.TO_SIP);
        LoadReport back = rig.report(Rig.Direction.TO_XMPP);
        faults =
                new Faults(
                        there.counts().open() + back.counts().open(),
                        there.counts().failed() + back.counts().failed(),
                        there.faults().duplicates() + back.faults().duplicates(),
                        there.faults().outOfOrder() + back.faults().outOfOrder(),
                        there.faults().strays()
                                + back.faults().strays()
                                + there.faults().arrivedAndFailed()
                                + back.faults().arrivedAndFailed(),
                        rig.unanswered(),
                        rig.violations());
    }

    Faults faults() {
        return faults;
    }
}
