package org.sallyport.adaptor.sip.session;

import org.sallyport.api.address.Address;

/**
 * Two users, in no order on the wire: one lives behind us, the other behind the peer.
 *
 * @param local the bare address of the user that we speak for
 * @param remote the bare address of the user of the peer
 */
record PairKey(Address local, Address remote) {}
