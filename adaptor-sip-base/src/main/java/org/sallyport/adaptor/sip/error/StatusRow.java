package org.sallyport.adaptor.sip.error;

import org.sallyport.api.error.ErrorCode;

/**
 * What a status of the peer means.
 *
 * @param status 300 to 699
 * @param code the meaning
 */
record StatusRow(int status, ErrorCode code) {}
