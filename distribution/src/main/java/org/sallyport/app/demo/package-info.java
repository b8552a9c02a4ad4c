/**
 * The demonstration: a gateway between two simulated organisations in one process, for people to
 * look at. The only package that knows the simulators, which may be missing. Start at {@link
 * org.sallyport.app.demo.Demo}.
 */
@NullMarked
package org.sallyport.app.demo;

import org.jspecify.annotations.NullMarked;
