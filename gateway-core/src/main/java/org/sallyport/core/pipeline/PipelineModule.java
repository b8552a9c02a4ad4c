package org.sallyport.core.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;

/** Wires the packet path. Wants {@link Pipeline.Parts}, offers {@link Pipeline}. */
public final class PipelineModule extends AbstractModule {
    @Provides
    @Singleton
    Pipeline pipeline(Pipeline.Parts parts) {
        return Pipeline.assemble(parts);
    }
}
