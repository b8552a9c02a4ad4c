package org.sallyport.core.gateway;

import java.time.InstantSource;
import java.util.function.Function;
import org.sallyport.api.adaptor.AdaptorState;
import org.sallyport.core.host.HostServices;
import org.sallyport.core.pipeline.OwnerLookup;
import org.sallyport.core.pipeline.PipelineServices;

/**
 * What a gateway stands in, besides its configuration.
 *
 * @param version the program's version, for example {@code 0.1.0}
 * @param time clocks; a test may hold them
 * @param states finds the state of an adaptor instance from its name. In memory as long as there is
 *     no durable store: then an adaptor begins anew after a restart
 * @param owners which node owns a pair of users
 * @param forgetful whether the secret of the installation is made anew at each start, and no file
 *     is written
 */
public record Surroundings(
        String version,
        PipelineServices.Time time,
        Function<String, AdaptorState> states,
        OwnerLookup owners,
        boolean forgetful) {
    /** One node on this machine, with state in memory and the secret in the data directory. */
    public static Surroundings of(String version) {
        return new Surroundings(
                version,
                PipelineServices.Time.system(),
                HostServices.memoryStates(),
                OwnerLookup.single(),
                false);
    }

    /**
     * As {@link #of}, but nothing is written to the data directory: for tests and demonstrations.
     */
    public static Surroundings forgetful(String version) {
        return new Surroundings(
                version,
                PipelineServices.Time.system(),
                HostServices.memoryStates(),
                OwnerLookup.single(),
                true);
    }

    /** The same with other clocks. */
    public Surroundings withTime(PipelineServices.Time held) {
        return new Surroundings(version, held, states, owners, forgetful);
    }

    InstantSource clock() {
        return time.clock();
    }
}
