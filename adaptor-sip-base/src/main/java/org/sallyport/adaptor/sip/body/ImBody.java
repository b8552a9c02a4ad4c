package org.sallyport.adaptor.sip.body;

/** What the body of a MESSAGE or INFO turned out to be. Shows no content. */
public sealed interface ImBody {
    /**
     * Words.
     *
     * @param text not empty, line ends as single line feeds, without characters that no chat can
     *     carry
     */
    record Words(String text) implements ImBody {
        @Override
        public String toString() {
            return "Words[" + text.length() + " chars]";
        }
    }

    /**
     * The other side types, or stopped.
     *
     * @param active whether it types
     */
    record Typing(boolean active) implements ImBody {}

    /** Nothing that anybody needs to see: an empty text, facts about the conversation. */
    record Nothing() implements ImBody {}

    /** A type, charset or encoding that is not taken: 415. */
    record Unsupported() implements ImBody {}

    /** Not what its type says: 400. */
    record Malformed() implements ImBody {}

    /** More words than a packet holds: 413. */
    record TooLarge() implements ImBody {}
}
