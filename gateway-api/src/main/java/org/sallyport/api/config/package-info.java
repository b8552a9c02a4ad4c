/**
 * How a plugin says what can be configured: with a record. Each record component is one key, in
 * kebab-case ({@code stepLimit} is {@code step-limit}); schema, reference page, checks and
 * did-you-mean come from it.
 *
 * <p>Component types that can be read: {@code String}, {@code boolean}, {@code int}, {@code long},
 * enums (in kebab-case), {@link java.time.Duration} ({@code 2s}, {@code 500ms}, {@code 10m}, {@code
 * 8h}, {@code 1d}), {@link ByteSize}, {@link Secret}, {@link java.nio.file.Path} (relative to the
 * folder of the configuration file), every type with a {@code public static T parse(String)} that
 * throws {@link IllegalArgumentException}, other records, and {@code List}, {@code Set}, {@code
 * Map<String, T>} and {@code Optional} of these. A single value may stand where a list is wanted. A
 * record with a static {@code parse(String)} may also be written as a scalar. Checks belong into
 * the compact constructor: an {@link IllegalArgumentException} is reported at the place in the
 * file.
 *
 * <p>A component is required unless it is an {@code Optional} or a collection (both then empty),
 * has a {@link Default}, or is a record of which no component is required.
 */
@NullMarked
package org.sallyport.api.config;

import org.jspecify.annotations.NullMarked;
