package org.sallyport.api.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list whose entries may also stand in files of their own: beside the key {@code peers} there is
 * {@code peers-from}, a path or a list of paths with {@code *} in the last part, each naming YAML
 * files that hold a list of entries.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FromFiles {}
