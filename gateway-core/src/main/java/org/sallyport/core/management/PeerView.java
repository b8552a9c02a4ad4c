package org.sallyport.core.management;

import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.link.AdaptorName;

/**
 * A peer as one adaptor instance sees it.
 *
 * @param adaptor the instance
 * @param status what it knows
 */
public record PeerView(AdaptorName adaptor, PeerStatus status) {}
