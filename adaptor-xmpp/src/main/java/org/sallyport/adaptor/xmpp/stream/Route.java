package org.sallyport.adaptor.xmpp.stream;

import org.sallyport.api.address.Domain;

/**
 * From which domain of ours to which domain of a peer a stream goes.
 *
 * @param local our domain
 * @param domain the peer's
 * @param peer its settings
 * @param target where it is
 */
record Route(Domain local, Domain domain, PeerTable.Peer peer, Targets.Target target) {}
