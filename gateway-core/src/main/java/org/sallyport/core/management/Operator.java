package org.sallyport.core.management;

/**
 * Who asks.
 *
 * @param name the name in the token file
 * @param role what the operator may do
 */
record Operator(String name, Role role) {}
