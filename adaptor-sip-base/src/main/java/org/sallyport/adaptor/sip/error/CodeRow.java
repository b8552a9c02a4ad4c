package org.sallyport.adaptor.sip.error;

import org.sallyport.api.error.ErrorCode;

/**
 * How an error is told to the peer.
 *
 * @param code the error
 * @param initial the answer to an initial request
 * @param inDialog the answer inside a dialog that goes on
 */
record CodeRow(ErrorCode code, int initial, int inDialog) {}
