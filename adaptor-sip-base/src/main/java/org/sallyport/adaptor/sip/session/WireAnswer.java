package org.sallyport.adaptor.sip.session;

import java.util.List;

/** An answer of the peer to a request of ours. */
public interface WireAnswer {
    /** 200 to 699. */
    int status();

    /** The reason phrase; may be empty. */
    String reason();

    /** The raw values of a header, one for each line. */
    List<String> headers(String name);
}
